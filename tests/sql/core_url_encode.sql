-- core.url_encode: the value of a query
begin;
select plan(4);
select is(core.url_encode('aZ09-._~'), 'aZ09-._~', 'what needs no code');
select is(core.url_encode('é &=+/?#%"'),
    '%C3%A9%20%26%3D%2B%2F%3F%23%25%22', 'what does');
select is(core.url_encode('🌳'), '%F0%9F%8C%B3', 'four bytes');
select is(core.url_encode(''), '', 'nothing');

select finish();
rollback;
