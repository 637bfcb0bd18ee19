"""The tables of the demo school as OneRoster 1.2 CSV rows, one function per file."""

from bot.sandbox.demo_classes import HOMEROOM, SUBJECT_CODES, ClassUnit, Group
from bot.sandbox.demo_record import Record, spelled

Row = dict[str, str]

SCHOOL_ID, SCHOOL_TITLE = "org-12", "Школа № 12, г. Пермь"
_YEAR_ID, _BEGIN, _END = "as-2026", "2026-09-01", "2027-05-31"
_TERMS = (
    ("2026-09-01", "2026-10-25"),
    ("2026-11-03", "2026-12-29"),
    ("2027-01-11", "2027-03-21"),
    ("2027-03-30", "2027-05-31"),
)
_COMMON = "sourcedId,status,dateLastModified,"
HEADERS = {
    "academicSessions": _COMMON + "title,type,startDate,endDate,parentSourcedId,schoolYear",
    "orgs": _COMMON + "name,type,identifier,parentSourcedId",
    "courses": _COMMON + "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "classes": _COMMON + "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,"
    "subjects,subjectCodes,periods",
    "users": _COMMON + "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
    "agentSourcedIds,grades,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns",
    "roles": _COMMON + "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "enrollments": _COMMON + "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
}
_OTHER_FILES = (
    *("categories", "classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds", "lineItems"),
    *("lineItemScoreScales", "resources", "resultLearningObjectiveIds", "results", "resultScoreScales"),
    *("scoreScales", "userProfiles", "userResources"),
)


def manifest() -> list[Row]:
    """Which files are here: a bulk export of OneRoster 1.2."""
    files = dict.fromkeys(_OTHER_FILES, "absent") | dict.fromkeys(HEADERS, "bulk")
    properties = {"manifest.version": "1.0", "oneroster.version": "1.2"}
    properties |= {f"file.{name}": files[name] for name in sorted(files, key=str.lower)}
    properties |= {"source.systemName": "Demo school of the sandbox", "source.systemCode": "DEMO-12"}
    return [{"propertyName": name, "value": value} for name, value in properties.items()]


def academic_sessions() -> list[Row]:
    """The school year and its four terms."""
    year = {"type": "schoolYear", "startDate": _BEGIN, "endDate": _END, "schoolYear": "2027"}
    terms = [
        {"sourcedId": f"{_YEAR_ID}-q{n}", "title": f"{n} четверть", "type": "term", "startDate": begin, "endDate": end}
        | {"parentSourcedId": _YEAR_ID, "schoolYear": "2027"}
        for n, (begin, end) in enumerate(_TERMS, 1)
    ]
    return [{"sourcedId": _YEAR_ID, "title": "2026/2027 учебный год", **year}, *terms]


def orgs() -> list[Row]:
    """The school alone."""
    return [{"sourcedId": SCHOOL_ID, "name": SCHOOL_TITLE, "type": "school", "identifier": "12"}]


def courses(units: list[ClassUnit], groups: list[Group]) -> list[Row]:
    """One course for every subject of every parallel, and one for the homeroom classes of a parallel."""
    taught = {(unit.parallel, HOMEROOM) for unit in units} | {(group.parallel, group.subject) for group in groups}
    return [
        {
            "sourcedId": _course_id(parallel, subject),
            "schoolYearSourcedId": _YEAR_ID,
            "title": subject,
            "courseCode": f"{SUBJECT_CODES[subject]}-{parallel:02}",
            "grades": f"{parallel:02}",
            "orgSourcedId": SCHOOL_ID,
            "subjects": subject,
            "subjectCodes": SUBJECT_CODES[subject],
        }
        for parallel, subject in sorted(taught)
    ]


def classes(units: list[ClassUnit], groups: list[Group]) -> list[Row]:
    """Class units as homeroom classes, subject groups as scheduled ones."""
    homerooms = [
        _class(unit.source_id, unit.title, unit.parallel, HOMEROOM)
        | {"classType": "homeroom", "classCode": unit.title, "location": f"каб. {n + 10}"}
        for n, unit in enumerate(units)
    ]
    scheduled = [
        _class(group.source_id, group.title, group.parallel, group.subject)
        | {"classType": "scheduled", "classCode": group.source_id.removeprefix("g-").upper()}
        for group in groups
    ]
    return homerooms + scheduled


def users(records: list[Record]) -> list[Row]:
    """Everybody. A pair of parent and child is written on the child, on the parent or on both, in turn."""
    agents: dict[str, list[str]] = {record.source_id: [] for record in records}
    pairs = [(pupil.source_id, guardian) for pupil in records for guardian in pupil.guardian_ids]
    for n, (pupil_id, guardian_id) in enumerate(pairs):
        if n % 3 != 1:
            agents[pupil_id].append(guardian_id)
        if n % 3 != 2:
            agents[guardian_id].append(pupil_id)
    return [_user(record, n, agents[record.source_id]) for n, record in enumerate(records)]


def roles(records: list[Record]) -> list[Row]:
    """One primary role for every user."""
    return [
        {
            "sourcedId": f"r-{record.source_id}",
            "userSourcedId": record.source_id,
            "roleType": "primary",
            "role": record.role,
            "beginDate": _BEGIN,
            "orgSourcedId": SCHOOL_ID,
        }
        for record in records
    ]


def enrollments(teachers: dict[str, str], pupils: dict[str, list[Record]]) -> list[Row]:
    """Who teaches and who learns in every class; both maps go from the class's id."""
    rows = []
    for class_id, teacher_id in teachers.items():
        rows.append(_enrollment(class_id, teacher_id, "teacher"))
        rows += [_enrollment(class_id, pupil.source_id, "student") for pupil in pupils[class_id]]
    return rows


def _course_id(parallel: int, subject: str) -> str:
    return f"crs-{SUBJECT_CODES[subject].lower()}-{parallel:02}"


def _class(source_id: str, title: str, parallel: int, subject: str) -> Row:
    return {
        "sourcedId": source_id,
        "title": title,
        "grades": f"{parallel:02}",
        "courseSourcedId": _course_id(parallel, subject),
        "schoolSourcedId": SCHOOL_ID,
        "termSourcedIds": _YEAR_ID,
        "subjects": subject,
        "subjectCodes": SUBJECT_CODES[subject],
    }


def _user(record: Record, number: int, agents: list[str]) -> Row:
    return {
        "sourcedId": record.source_id,
        "enabledUser": "true" if record.is_enabled else "false",
        "username": record.source_id,
        "userIds": f"{{DEMO:{120000 + number}}}",
        "givenName": record.given,
        "familyName": record.family,
        "middleName": record.patronymic,
        "identifier": record.source_id.upper(),
        "phone": spelled(record.phone, number),
        "agentSourcedIds": ",".join(agents),
        "grades": f"{record.unit.parallel:02}" if record.unit else "",
        "primaryOrgSourcedId": SCHOOL_ID,
    }


def _enrollment(class_id: str, user_id: str, role: str) -> Row:
    return {
        "sourcedId": f"e-{class_id}-{user_id}",
        "classSourcedId": class_id,
        "schoolSourcedId": SCHOOL_ID,
        "userSourcedId": user_id,
        "role": role,
        "primary": "true" if role == "teacher" else "false",
        "beginDate": _BEGIN,
        "endDate": _END,
    }
