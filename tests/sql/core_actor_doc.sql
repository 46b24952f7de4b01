-- core.actor_doc: the three kinds of actors as peers fetch them
begin;
select plan(27);
\ir fixture.psql
set local search_path = placet, pg_temp, public;

select throws_ok('select core.actor_doc(1, 0)', 'PL503', 'busy',
    'none before the keys are known');
\ir federation.psql
select is(core.actor_doc(1, actor)->>'type', type, type)
from (values (0, 'Application'), (-1, 'Group'), (1, 'Service'))
    t (actor, type);
select is(core.actor_doc(1, actor)->>'id', core.actor_url(1, actor),
    'its id is its URL') from unnest('{0,-1,1}'::int[]) actor;
select is(array(select core.actor_doc(1, 1)->>f from unnest('{inbox,outbox,
    followers,following,featured}'::text[]) f), array(
    select 'https://a.example/petitions/1/actor/' || f from unnest('{inbox,
    outbox,followers,following,featured}'::text[]) f), 'its collections');
select is(core.actor_doc(1, 1)->'endpoints'->>'sharedInbox',
    'https://a.example/inbox', 'one inbox is shared');
select is(core.actor_doc(1, 1)->'publicKey', '{
    "id": "https://a.example/petitions/1/actor#main-key",
    "owner": "https://a.example/petitions/1/actor",
    "publicKeyPem": "PEM"}', 'the key for requests');
select is(core.actor_doc(1, 1)->'assertionMethod', '[{
    "id": "https://a.example/petitions/1/actor#ed25519-key",
    "type": "Multikey",
    "controller": "https://a.example/petitions/1/actor",
    "publicKeyMultibase": "z6Mk1"}]', 'the key for proofs');
select is(core.actor_doc(1, 1)->>'name', 'Des pistes cyclables',
    'a petition has its title as name');
update petition set withdrawn_at = now() where (site_id, item) = (1, 2);
select is(core.actor_doc(1, 2)->>'name', 'Pétition retirée',
    'until it is taken back');
select is(core.actor_doc(1, 1)->>'preferredUsername', 'petition-1',
    'and its number as user name');
select is(core.actor_doc(1, -1)->>'webfinger', 'mairie@a.example',
    'the handle of the commune');
select is(core.actor_doc(1, -1)->'postingRestrictedToMods', 'false',
    'Lemmy would refuse our petitions: their authors are no moderators');
select is(core.actor_doc(1, 0)->>'insee', '35238', 'the site says of where');
select is(core.actor_doc(1, 0)->'manuallyApprovesFollowers', 'false',
    'whoever likes may follow');
update site set aggregation = 'allow', name = 'Ville <A> & "B"' where id = 1;
select is(core.actor_doc(1, 0)->'manuallyApprovesFollowers', 'true',
    'unless the site says otherwise');
select is(core.actor_doc(1, -1)->'manuallyApprovesFollowers', 'false',
    'of those who follow it, not of those who follow the commune');
select is(core.actor_doc(1, -1)->>'summary',
    '<p>Les pétitions de Ville &lt;A&gt; &amp; &quot;B&quot;.</p>',
    'a name is no HTML');
select ok(not core.actor_doc(1, a) ?| '{alsoKnownAs,movedTo}'::text[],
    'was nobody else, is nowhere else') from unnest('{0,-1}'::int[]) a;
update site set aliases = '{https://o.example/commune}', moved_at = now(),
    move_to = 'https://n.example/commune' where id = 1;
select is(jsonb_build_array(core.actor_doc(1, -1)->'alsoKnownAs',
    core.actor_doc(1, -1)->'movedTo'), '[["https://o.example/commune"],
    "https://n.example/commune"]', 'the commune says what it was and is');
select ok(not core.actor_doc(1, a) ?| '{alsoKnownAs,movedTo}'::text[],
    'the site and its petitions stay') from unnest('{1}'::int[]) a;
select is(core.actor_doc(2, 0)->>'id', 'https://b.example/actor',
    'the other site is another actor');
select is(core.actor_doc(2, 0)->'assertionMethod'->0->>'publicKeyMultibase',
    'z6Mk2', 'with another key');

select finish();
rollback;
