# The people of the school in the console, and whom the head keeps away from a child.

c-return-ruled-out = Вернуть этого человека в чат может только администратор школы.
ledger-kept-away = решение не допускать к чатам ребёнка: { $who }
ledger-kept-away-no-more = решение снова допускать к чатам ребёнка: { $who }
