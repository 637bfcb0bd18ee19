"""Made-up Russian names for the demo school: surnames, given names, patronymics and the rules that join them."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Names of the featured people are absent here and below, so that «Петров Сергей» names one person only.
_REGULAR = _words(
    "Абрамов Авдеев Агеев Александров Алексеев Андреев Антонов Артемьев Афанасьев Баранов Беляев Богданов Борисов "
    "Быков Васильев Виноградов Власов Воробьёв Воронов Гаврилов Голубев Горбунов Горшков Громов Гусев Давыдов Данилов "
    "Денисов Дмитриев Дроздов Егоров Емельянов Ермаков Ефимов Жуков Журавлёв Захаров Зимин Зуев Казаков Калашников "
    "Карпов Киселёв Ковалёв Комаров Кондратьев Королёв Крылов Кудрявцев Кузьмин Куликов Лаптев Логинов Макаров "
    "Максимов Мартынов Матвеев Медведев Миронов Муравьёв Назаров Никифоров Осипов Панов Пахомов Поляков Пономарёв "
    "Рогов Родионов Рыбаков Савельев Самсонов Сафонов Селезнёв Сидоров Ситников Соловьёв Степанов Суворов Тарасов "
    "Титов Тихонов Трофимов Устинов Уткин Фадеев Филатов Фомин Харитонов Чернов Шестаков Щербаков Юдин Яшин"
)
_ADJECTIVES = ("Белинск", "Вишневск", "Островск", "Полянск")
_UNCHANGED = ("Бондаренко", "Шевченко", "Черных", "Ким", "Ли", "Гринь", "Малых", "Пермяк")
_AZERBAIJANI = ("Алиев", "Мамедов", "Гасанов", "Исмаилов")

_BOYS = _words(
    "Александр Алексей Андрей Артемий Богдан Вадим Василий Виктор Владимир Глеб Григорий Даниил Данила Дмитрий Евгений "
    "Егор Захар Иван Кирилл Константин Лев Леонид Макар Максим Марк Матвей Михаил Никита Николай Павел Пётр Роман "
    "Семён Степан Тимур Фёдор Юрий Ярослав"
)
_GIRLS = _words(
    "Алёна Алиса Анастасия Ангелина Анна Валерия Варвара Василиса Вероника Виктория Дарья Диана Евгения Екатерина "
    "Елизавета Зоя Кира Ксения Любовь Маргарита Марина Мария Милана Надежда Наталия Ольга Полина Светлана София Софья "
    "Таисия Татьяна Ульяна Юлия Яна"
)
_AZERBAIJANI_MEN = ("Вагиф", "Вугар", "Рашид", "Эльдар")

_FATHERS = {
    "Александр": "Александров",
    "Алексей": "Алексеев",
    "Андрей": "Андреев",
    "Аркадий": "Аркадьев",
    "Борис": "Борисов",
    "Вадим": "Вадимов",
    "Виктор": "Викторов",
    "Владимир": "Владимиров",
    "Геннадий": "Геннадьев",
    "Дмитрий": "Дмитриев",
    "Евгений": "Евгеньев",
    "Иван": "Иванов",
    "Игорь": "Игорев",
    "Константин": "Константинов",
    "Леонид": "Леонидов",
    "Максим": "Максимов",
    "Михаил": "Михайлов",
    "Николай": "Николаев",
    "Олег": "Олегов",
    "Павел": "Павлов",
    "Пётр": "Петров",
    "Роман": "Романов",
    "Семён": "Семёнов",
    "Фёдор": "Фёдоров",
    "Юрий": "Юрьев",
}


def surname(random: Random) -> tuple[str, str]:
    """Pick a surname; returns its forms for a man and for a woman."""
    lot = random.random()
    if lot < 0.06:
        word = random.choice(_UNCHANGED)
        return word, word
    if lot < 0.10:
        stem = random.choice(_ADJECTIVES)
        return f"{stem}ий", f"{stem}ая"
    word = random.choice(_AZERBAIJANI if lot < 0.15 else _REGULAR)
    return word, f"{word}а"


def given_name(random: Random, *, is_woman: bool) -> str:
    """Pick a given name."""
    return random.choice(_GIRLS if is_woman else _BOYS)


def father_name(random: Random, family: str) -> str:
    """Pick a father's given name that suits the surname (its form for a man)."""
    return random.choice(_AZERBAIJANI_MEN if family in _AZERBAIJANI else tuple(_FATHERS))


def patronymic(father: str, *, is_woman: bool) -> str:
    """The patronymic of a child of ``father``; names outside the Russian list take «оглы» or «кызы»."""
    stem = _FATHERS.get(father)
    if stem is None:
        return f"{father} {'кызы' if is_woman else 'оглы'}"
    return f"{stem}{'на' if is_woman else 'ич'}"
