# Typed commands (K.HELP): the words of each, the usual one first, and what it does; K.VERSION.

k-help = Команды консоли

    { $lines }

    Напишите «?сверка», чтобы узнать подробности.
    .back = Назад
k-help-line = { $word } — { $what }
k-help-one = { $line }. Нужен уровень: { $level }.
k-help-word = «{ $word }»
k-help-alone = Слово «{ $word }» действует целиком: «{ $rest }» ничего не меняет.
k-help-meant = Такой команды нет. Может быть, { $words }? Все команды — по слову «команды».

command-menu = консоль|admin
what-menu = начало консоли
command-health = здоровье|health|статус|status
what-health = что работает и что исправить
command-sync = сверка|sync
what-sync = что изменила бы сверка сейчас; «сверка 8А» — чаты одного класса
command-apply = применить|apply
what-apply = план сверки с кнопками «Применить»; «применить 1A2B3C» — именно этот план, без остановленного
command-queue = решения|queue
what-queue = что ждёт решения
command-pause = пауза|pause
what-pause = пауза сверки; «пауза 5» — на пять часов, закончится сама
command-resume = продолжить|resume
what-resume = снять паузу сверки
command-audit = журнал|audit
what-audit = журнал действий; «журнал Петров» — только о нём
command-find = найти|find
what-find = найти человека по фамилии, номеру или странице
command-person = человек|person
what-person = карточка человека: «человек Белова»
command-chat = чат|chat
what-chat = чаты школы: «чат 8А»
command-codes = коды|codes
what-codes = кто не привязал профиль и его коды; «коды 8А» — коды класса
command-unlink = отвязать|unlink
what-unlink = карточка человека, где его страницу можно отвязать
command-block = заблокировать|block
what-block = карточка человека, где ему можно закрыть доступ
command-role = роль|role
what-role = роли консоли; «роль Иванова» — назначить
command-year = год|year
what-year = план нового учебного года
command-rights = права|verify|rights
what-rights = чаты, где боту не хватает прав
command-read-only = режим чтения|readonly|read-only
what-read-only = смотреть можно, менять нельзя; «режим чтения 3» — на три часа
command-copy = копия|backup
what-copy = резервная копия базы
command-version = версия|version
what-version = какая программа и какие данные
command-commands = команды|commands
what-commands = этот список

k-version = Староста { $version }

    Данные журнала № { $number }. { $journal }
    .back = Назад
