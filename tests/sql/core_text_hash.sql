-- core.text_hash: what people sign
begin;
select plan(1);
select is(encode(core.text_hash('abc', 'dé'), 'hex'),
    encode(sha256('abc\012d\303\251'), 'hex'), 'title, newline, text');

select finish();
rollback;
