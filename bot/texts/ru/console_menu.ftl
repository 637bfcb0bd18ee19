# The console's first screen (K.MENU), its levels, and who may give them.

level-owner = владелец
level-administrator = администратор
level-operator = оператор
level-observer = наблюдатель

k-denied = Это раздел консоли, вашего уровня для него не хватает. Уровни назначает администратор школы.
k-role-refused = Назначать и забирать можно только уровни ниже своего.
k-role-self = Свой уровень изменить нельзя: попросите другого администратора.
k-role-not-staff = Уровень консоли получает сотрудник, который уже привязал профиль.

k-menu = Консоль · { $school } · { $level }
    .out = Выйти из консоли

ledger-console-role-given = роль в консоли выдана
ledger-console-role-taken = роль в консоли снята
