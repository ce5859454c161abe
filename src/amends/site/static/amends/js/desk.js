// The desk without this file works; with it the keys act, clocks are fetched again and nothing typed is lost.
import { startChecks } from "./check.js";
import { startKeys } from "./keys.js";
import { startPalette } from "./palette.js";
import { startForms } from "./forms.js";
import { startInserts } from "./insert.js";
import { startLive } from "./live.js";
import { startPlaces } from "./places.js";
import { startRows } from "./rows.js";

startRows();
startPlaces();
startForms();
startChecks();
startPalette();
startKeys();
startInserts();
startLive();
