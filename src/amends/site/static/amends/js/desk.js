// The desk without this file works; with it the keys act, clocks are fetched again and nothing typed is lost.
import { startKeys } from "./keys.js";
import { startPalette } from "./palette.js";
import { startForms } from "./forms.js";
import { startLive } from "./live.js";
import { startPlaces } from "./places.js";
import { markFirst } from "./rows.js";

markFirst();
startPlaces();
startForms();
startPalette();
startKeys();
startLive();
