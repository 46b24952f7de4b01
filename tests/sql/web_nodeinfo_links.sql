-- web.nodeinfo_links: where the two forms are
begin;
select plan(1);
\ir fixture.psql
set local role placet_web;
select is(web.nodeinfo_links(1), '{"links": [
    {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.1",
        "href": "https://a.example/nodeinfo/2.1"},
    {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
        "href": "https://a.example/nodeinfo/2.0"},
    {"rel": "https://www.w3.org/ns/activitystreams#Application",
        "href": "https://a.example/actor"}]}', 'and who speaks for the site');

select finish();
rollback;
