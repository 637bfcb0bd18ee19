# Dates, plurals and words that stand on many screens.

date-day-month = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
date-today-at = сегодня в { $time }
date-day-at = { $day } в { $time }

word-home = меню|личные сообщения|☰ личные сообщения|начать|старт
word-back = назад
word-help = помощь|справка|?
word-cancel = отмена

menu-greeting = Здравствуйте. Это бот школьных чатов. Меню всегда внизу экрана.
    .home = ☰ Личные сообщения
    .help = ❓ Помощь
    .cancel = ✖ Отмена

chat-title-class-pupils = { $unit } — ученики
chat-title-class-parents = { $unit } — родители
chat-title-class-colleagues = { $unit } — коллеги
chat-title-subject = { $unit }

role-staff = сотрудник
role-teacher = учитель
role-administrator = администратор школы
role-guardian = родитель
role-pupil = учится в школе
role-homeroom = классный руководитель { $classes }
role-pupil-of = учится в { $classes }
role-guardian-of = родитель ({ $children })

chats-count-of = { $count ->
    [one] { $count } чата
   *[many] { $count } чатов
}
invitations-count = { $count ->
    [one] Вас ждёт { $count } приглашение
    [few] Вас ждут { $count } приглашения
   *[many] Вас ждут { $count } приглашений
}
tries-left = { $count ->
    [one] Осталась { $count } попытка
    [few] Осталось { $count } попытки
   *[many] Осталось { $count } попыток
}
minutes-later = { $count ->
    [one] через { $count } минуту
    [few] через { $count } минуты
   *[many] через { $count } минут
}
