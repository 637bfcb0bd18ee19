"""The codes of everything a reader may remark, and their English sentences for the terminal."""

from enum import StrEnum

from bot.domain.doubts import Doubt
from bot.domain.roster import Remark


class Code(StrEnum):
    """What a reader may say; the Russian sentence is ``journal-<code>`` of the catalogue."""

    # The source is refused.
    NOT_FOUND = "not-found"
    UNREADABLE = "unreadable"
    NOT_A_ZIP = "not-a-zip"
    ZIP_ENCRYPTED = "zip-encrypted"
    ZIP_BOMB = "zip-bomb"
    TOO_LARGE = "too-large"
    TOO_MANY_FILES = "too-many-files"
    UNSAFE_PATH = "unsafe-path"
    LINK_OUTSIDE = "link-outside"
    NESTED_FOLDERS = "nested-folders"
    DUPLICATE_FILE = "duplicate-file"
    NO_MANIFEST = "no-manifest"
    VERSION = "version"
    DELTA = "delta"
    TABLE_ABSENT = "table-absent"
    MISSING_COLUMNS = "missing-columns"
    NOT_TEXT = "not-text"
    NO_SCHOOL = "no-school"
    SEVERAL_SCHOOLS = "several-schools"
    UNKNOWN_SCHOOL = "unknown-school"
    # Something is missing, so absence proves nothing.
    FILE_MISSING = "file-missing"
    FILE_CUT = "file-cut"
    ROW_BROKEN = "row-broken"
    ROW_TOO_LONG = "row-too-long"
    MISSING_VALUE = "missing-value"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_WORD = "unknown-word"
    DAMAGED_TEXT = "damaged-text"
    # Nobody is there.
    NO_PEOPLE = "no-people"
    NO_ENROLMENTS = "no-enrolments"
    # Read leniently, or left out without harm to the rest.
    BOM = "bom"
    CP1251 = "cp1251"
    DELIMITER = "delimiter"
    HEADER_SPELLING = "header-spelling"
    EMPTY_HEADER = "empty-header"
    DUPLICATE_COLUMN = "duplicate-column"
    SECRET_COLUMN = "secret-column"  # noqa: S105 - a code, not a secret
    SHORT_ROW = "short-row"
    MANIFEST_GAP = "manifest-gap"
    NOT_PROMISED = "not-promised"
    STATUS_IN_BULK = "status-in-bulk"
    SPELLING = "spelling"
    DATE_SPELLING = "date-spelling"
    BAD_DATE = "bad-date"
    DEFAULT_VALUE = "default-value"
    ROLE_IN_USERS = "role-in-users"
    ROLE_ELSEWHERE = "role-elsewhere"
    ROLE_UNUSED = "role-unused"
    ENROLMENT_UNUSED = "enrolment-unused"
    DANGLING = "dangling"
    NAME_EMPTY = "name-empty"
    PHONE_UNUSABLE = "phone-unusable"
    PHONE_EXCEL = "phone-excel"
    AGENT_WITHOUT_PUPIL = "agent-without-pupil"
    CLASS_TITLE = "class-title"
    GRADE_DIFFERS = "grade-differs"
    YEAR_GUESSED = "year-guessed"
    YEAR_UNKNOWN = "year-unknown"
    HOMEROOM_GUESSED = "homeroom-guessed"
    HOMEROOM_SEVERAL = "homeroom-several"
    HOMEROOM_UNKNOWN = "homeroom-unknown"
    NO_HOMEROOM_CLASSES = "no-homeroom-classes"


_ENGLISH: dict[Code | Doubt, str] = {
    Code.NOT_FOUND: "There is no such folder or file. Check the path of the journal in the settings.",
    Code.UNREADABLE: "The folder or file could not be read. Check its permissions and that it holds plain files.",
    Code.NOT_A_ZIP: "The file is not a whole ZIP archive. Give a folder or a ZIP of CSV files; upload it once more.",
    Code.ZIP_ENCRYPTED: "The ZIP archive is encrypted. Export it without a password.",
    Code.ZIP_BOMB: "An entry of the ZIP shrinks more than {ratio} times, as a ZIP bomb does. Give a folder instead.",
    Code.TOO_LARGE: "The tables are larger than {megabytes} MiB. Export one school only.",
    Code.TOO_MANY_FILES: "There are more than {limit} files. Give a folder or ZIP with the OneRoster tables only.",
    Code.UNSAFE_PATH: "An entry of the ZIP has a name that leads out of the archive. Pack the tables anew.",
    Code.LINK_OUTSIDE: "A table is a link out of the folder or archive. Put the file itself there.",
    Code.NESTED_FOLDERS: "The tables lie in several folders. Put all of them into one.",
    Code.DUPLICATE_FILE: "One table is there twice (its names differ in case only). Leave one of the two.",
    Code.NO_MANIFEST: "manifest.csv is missing: this is no OneRoster export. Export as OneRoster 1.1 or 1.2, bulk.",
    Code.VERSION: "{place}: oneroster.version must be 1.1 or 1.2. Export in one of these versions.",
    Code.DELTA: "{place}: the export holds changes only (delta). Export the whole school (bulk).",
    Code.TABLE_ABSENT: "{file} is needed, but the export does not hold it. Export it too.",
    Code.MISSING_COLUMNS: "{place}: these columns are missing: {columns}. Keep the header row of the standard.",
    Code.NOT_TEXT: "{place}: this is not text in UTF-8 or Windows-1251. Save the table as CSV in UTF-8.",
    Code.NO_SCHOOL: "{place}: no organisation has the type school. Export the school's own row.",
    Code.SEVERAL_SCHOOLS: "{place}: there are {schools} schools. Name the sourcedId of yours in the settings.",
    Code.UNKNOWN_SCHOOL: "{place}: the school named in the settings is not there. Check its sourcedId.",
    Code.FILE_MISSING: "{place}: {file} is promised but not there. Export once more and copy every file.",
    Code.FILE_CUT: "{place}: the file ends inside a row, without its last line break. Export and copy it once more.",
    Code.ROW_BROKEN: '{place}: the row cannot be read; a quote inside a cell is written as "". Rows: {count}.',
    Code.ROW_TOO_LONG: "{place}: the row has more cells than the header; quote cells with commas. Rows: {count}.",
    Code.MISSING_VALUE: "{place}: {column} is empty, so the row was left out. Fill it in. Rows: {count}.",
    Code.DUPLICATE_ID: "{place}: this sourcedId stands above with other data; the first row was kept. Rows: {count}.",
    Code.UNKNOWN_WORD: "{place}: {column} holds a word that is not in the standard. Correct it. Rows: {count}.",
    Code.DAMAGED_TEXT: "{place}: some characters are damaged. Save the table as UTF-8 once more.",
    Code.NO_PEOPLE: "{place}: the journal has nobody switched on. Check the rights of the exporting account.",
    Code.NO_ENROLMENTS: "{place}: nobody belongs to any class. Check that the school year is filled in.",
    Code.BOM: "{place}: a byte order mark was skipped. Nothing to do.",
    Code.CP1251: "{place}: the encoding is Windows-1251, not UTF-8. It was read; better export in UTF-8.",
    Code.DELIMITER: "{place}: the cells are divided by {delimiter}, not by commas. It was read as it is.",
    Code.HEADER_SPELLING: "{place}: a column was taken for {column}. Better spell it so.",
    Code.EMPTY_HEADER: "{place}: columns without a header were skipped.",
    Code.DUPLICATE_COLUMN: "{place}: {column} is there more than once; the filled cells were used.",
    Code.SECRET_COLUMN: "{place}: the column {column} is filled. It was not read; ask for an export without it.",
    Code.SHORT_ROW: "{place}: cells are missing at the end of the row; they were taken as empty. Rows: {count}.",
    Code.MANIFEST_GAP: "{place}: {file} is not mentioned but there; it was read. Better write bulk for it.",
    Code.NOT_PROMISED: "{place}: {file} is called absent but there; it was not read. Write bulk if it is current.",
    Code.STATUS_IN_BULK: "{place}: status is filled in a bulk export; it was obeyed. Rows: {count}.",
    Code.SPELLING: "{place}: {column} is written {found}; it was read as {read}. Rows: {count}.",
    Code.DATE_SPELLING: "{place}: {column} is not written as 2026-09-01; it was read day first. Rows: {count}.",
    Code.BAD_DATE: "{place}: {column} is not a date; it was ignored. Write it as 2026-09-01. Rows: {count}.",
    Code.DEFAULT_VALUE: "{place}: {column} is empty; it was read as {read}. Rows: {count}.",
    Code.ROLE_IN_USERS: "{place}: roles.csv is absent; the column role of the users was used.",
    Code.ROLE_ELSEWHERE: "{place}: the role belongs to another organisation; it was left out. Rows: {count}.",
    Code.ROLE_UNUSED: "{place}: {role} is not a role inside a school; it was left out. Rows: {count}.",
    Code.ENROLMENT_UNUSED: "{place}: {role} is neither pupil nor teacher of a class; it was left out. Rows: {count}.",
    Code.DANGLING: "{place}: {column} refers to a row that {target} does not have; left out. Rows: {count}.",
    Code.NAME_EMPTY: "{place}: a person has no {column}. Fill it in. Rows: {count}.",
    Code.PHONE_UNUSABLE: "{place}: no Russian mobile number is there, so no SMS can be sent. Rows: {count}.",
    Code.PHONE_EXCEL: "{place}: a spreadsheet has rounded the number. Format the column as text. Rows: {count}.",
    Code.AGENT_WITHOUT_PUPIL: "{place}: neither side of this guardianship is a pupil; it was left out. Rows: {count}.",
    Code.CLASS_TITLE: "{place}: “{title}” is not a class title like 5А; it was kept as it is.",
    Code.GRADE_DIFFERS: "{place}: grades and the title “{title}” differ; the title was believed.",
    Code.YEAR_GUESSED: "{place}: no school year is named; the only one of {target} was taken. Rows: {count}.",
    Code.YEAR_UNKNOWN: "{place}: the school year is unknown. Fill termSourcedIds. Rows: {count}.",
    Code.HOMEROOM_GUESSED: "{place}: {title} has no primary teacher; its only teacher was taken as class teacher.",
    Code.HOMEROOM_SEVERAL: "{place}: {title} has several primary teachers; all of them count as class teachers.",
    Code.HOMEROOM_UNKNOWN: "{place}: {title} has no class teacher. Mark one teacher as primary.",
    Code.NO_HOMEROOM_CLASSES: "{place}: no class has the type homeroom, so there are no class chats. Set classType.",
}

_ENGLISH |= {
    Doubt.PEOPLE_GONE: "{gone} of {before} people are gone, {now} are left. Check that the export is whole.",
    Doubt.PEOPLE_RENUMBERED: "{gone} of {before} people have other ids. Ids should stay; were they changed on purpose?",
    Doubt.UNITS_GONE: "{gone} of {before} classes and groups are gone or have other ids. Check the export.",
    Doubt.NEW_YEAR: "All {gone} classes and groups are replaced by those of another school year. Is it a new year?",
    Doubt.CLASS_LOST: "{title} had {pupils} pupils and has none. Check the class in the journal.",
    Doubt.NAMES_EMPTY: "{nameless} people have no name. Check that the export may show names.",
}

_SENTENCES = {code.value: sentence for code, sentence in _ENGLISH.items()}


def english(remark: Remark) -> str:
    """Return the sentence of a remark: where, what, and what to do about it."""
    return _SENTENCES[remark.code].format_map(remark.variables)
