# Lists and cards of chats (M, C, U, R), invitations, and what the bot says in group chats (G).

m-list = Личные сообщения

    { $lines }{ $page }
    .prev = ‹
    .next = ›
    .profile = Профиль
    .help = Помощь
    .messenger = VK Мессенджер
m-line = { $number }. { $title } · { $inside } из { $expected } в чате
m-line-making = { $number }. { $title } · создаём…
m-line-paused = { $number }. { $title } · ⚠ { $why }
m-line-invited = { $number }. { $title } · ✉️ вас ждёт приглашение
list-page = Стр. { $page } из { $pages } · всего { $chats }

m-empty = Личные сообщения

    Чатов пока нет. Чаты класса появятся сами, когда классный руководитель привяжет профиль.

c-view = { $title }
    чат класса · { $created }

    В чате { $inside } из { $expected } · ✉️ приглашены { $invited } · ⏳ не привязали профиль { $unlinked }{ $closed }
    Администраторы: { $admins }
    Следует за журналом · { $checked }
    .open = Перейти в VK Мессенджер
    .join = Вступить
    .back = Назад
c-created = создан { $day }
c-making = создаётся
c-checked = сверка { $moment }
c-not-checked = сверки ещё не было
c-no-admins = пока нет
c-closed = { " " }· 🚫 закрыли сообщения сообщества { $count }
c-trouble = ⚠ { $why }
trouble-no-rights = Бот не администратор чата, поэтому люди не проверяются. Откройте чат → «Участники» → сообщество → «Назначить администратором».
trouble-gone = Чата больше нет во ВКонтакте.
trouble-refused = ВКонтакте отказал в изменении. Бот повторит при следующей сверке.
chat-trouble = «{ $chat }»: { $why }

u-list = Мои чаты

    { $lines }
    .join = Вступить: { $title }
    .profile = Профиль
    .help = Помощь
u-empty = Мои чаты

    Чаты вашего класса ещё не созданы. Приглашение придёт само, когда классный руководитель привяжет профиль.
u-line-invited = ✉️ { $title } — приглашение
u-line-inside = 🟢 { $title }
u-line-left = 🚪 { $title } — вы вышли
u-line-making = ⏳ { $title } — создаём…
u-chat = { $title }
    Классный руководитель: { $teacher }
    Почему вы здесь: { $reasons }.
    .open = Перейти в VK Мессенджер
    .join = Вступить
    .back = Назад
u-no-teacher = пока не указан в журнале

r-list = Чаты

    { $lines }
r-child = { $name }, { $unit }
r-empty = Чаты

    Чаты класса вашего ребёнка ещё не созданы. Приглашение придёт само, когда классный руководитель привяжет профиль.

reason-pupil = учитесь в { $unit }
reason-guardian = ваш ребёнок — { $child }, { $unit }
reason-teacher = ведёте уроки в { $unit }
reason-homeroom = классный руководитель { $unit }
reason-picked = вас добавил учитель
reason-author = вы создали этот чат

invitation-one = Вас приглашают в чат «{ $title }». Состав чата берётся из электронного журнала, посторонних в нём нет.
    .join = Вступить
invitation-many = Вас приглашают в чаты:
    { $titles }

    Состав чатов берётся из электронного журнала, посторонних в них нет.
    .join = Вступить: { $title }
join-gone = Этого чата больше нет.
join-not-yours = По журналу вы больше не в составе этого чата.
join-not-ready = Чат ещё создаётся. Попробуйте через минуту.

removed-exit = Вы больше не состоите в чате «{ $title }»: так записано в электронном журнале. Если это ошибка, напишите классному руководителю.
removed-transfer = Вы больше не состоите в чате «{ $title }»: по журналу класс сменился. Приглашения в чаты нового класса придут сюда.
removed-by-hand = Вас убрали из чата «{ $title }». Так решил учитель, который ведёт чат; вопросы — ему.

g-kicked = Удалён участник, которого нет в составе чата. Учитель уведомлён.
stranger-evicted = В чат «{ $chat }» вошёл посторонний. Бот удалил его и заменил ссылку-приглашение. Приглашения учеников и родителей продолжают работать.
cannot-enter = { $name } не может войти по ссылке в чат «{ $chat }». Добавьте вручную: чат → «Добавить участников».
held-owner = «{ $chat }»: часть изменений остановлена. { $why }
hold-too-many-removals = По журналу из чата уходит слишком много людей сразу.
hold-first-run = В чате уже были люди, когда бот увидел его впервые; удаления ждут решения.
hold-link-table = Почти все в чате выглядят посторонними. Возможно, потеряны привязки; никто не удалён.
hold-last-administrator = Нельзя удалить единственного администратора чата. Назначьте другого.
hold-last-staff = В чате с учениками должен остаться сотрудник школы.
hold-empty = Чат остался бы пустым.
refusal-unreachable = не приглашён: закрыты сообщения сообщества
refusal-left-by-themselves = не приглашён: вышел сам
refusal-evidence-partial = не удалён: журнал прочитан не полностью
refusal-evidence-empty = не удалён: журнал пуст
refusal-evidence-failed = не удалён: журнал не прочитан
refusal-missing-stays = не удалён: журнал его просто не упоминает
refusal-owner-stays = не удалён: создатель чата
