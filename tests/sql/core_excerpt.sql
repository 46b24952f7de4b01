-- core.excerpt: the beginning of a text, plain
begin;
select plan(9);
select is(core.excerpt(E'# Titre\n\nUn *mot* **fort** et `code`.'),
    'Titre Un mot fort et code.', 'marks go');
select is(core.excerpt(E'- un\n- deux\n1. trois\n> dit\n---\nfin'),
    'un deux trois dit fin', 'lists, quotes, rules');
select is(core.excerpt('Voir [la page](https://x.example/a_b) ![p](i.png).'),
    'Voir la page .', 'links keep their words, pictures none');
select is(core.excerpt('<https://x.example> et <b>gras</b>'),
    'https://x.example et gras', 'tags go');
select is(core.excerpt('snake_case _mais_ 2 * 3'), 'snake_case mais 2 3',
    'an underscore inside a word stays');
select is(core.excerpt(repeat('mot ', 60)), btrim(repeat('mot ', 49)) || '…',
    'cut between words');
select is(length(core.excerpt(repeat('é', 5000))), 200,
    'an endless word is cut inside');
select cmp_ok(length(core.excerpt(repeat('un mot, ', 200))), '<=', 200,
    'never longer than 200');
select is(core.excerpt(''), '', 'nothing');

select finish();
rollback;
