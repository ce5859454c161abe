"""Complaints from files: a file is understood first, then read row by row; and rows are written back."""

from amends.channels.files.columns import ColumnMeaning
from amends.channels.files.dates import DateExample, DateFinding
from amends.channels.files.evidence import Evidence
from amends.channels.files.export import restored_cell, safe_cell, write_csv, write_json_lines
from amends.channels.files.mapping import Mapping, load_mapping
from amends.channels.files.rows import ImportedRow, read_rows
from amends.channels.files.tabular import RejectedRow
from amends.channels.files.understanding import (
    Duplicates,
    Understanding,
    WordMeaning,
    evidence_of,
    understand,
)

__all__ = [
    "ColumnMeaning",
    "DateExample",
    "DateFinding",
    "Duplicates",
    "Evidence",
    "ImportedRow",
    "Mapping",
    "RejectedRow",
    "Understanding",
    "WordMeaning",
    "evidence_of",
    "load_mapping",
    "read_rows",
    "restored_cell",
    "safe_cell",
    "understand",
    "write_csv",
    "write_json_lines",
]
