/** The register's own tables: the audit chain, kept answers of repeated requests, tombstones; and the function that row security asks. */
export const name = '0001-register';

export const up = `
-- Everything is refused to everybody until it is granted below and in the migrations that follow.
revoke all on schema public from public;
grant usage on schema public to headwater_app;

-- The second wall (the first is the row scope in the query): what a transaction may see follows from the settings that the register
-- makes at its start. Unset means nothing.
create function sees(organisation uuid, person uuid, published boolean) returns boolean
language sql stable parallel safe as $$
  select case current_setting('headwater.reach', true)
    when 'system' then true
    when 'partnership' then true
    when 'organisation' then coalesce(organisation::text = current_setting('headwater.organisation', true), false)
      or coalesce(person::text = current_setting('headwater.person', true), false) or coalesce(published, false)
    when 'own' then coalesce(person::text = current_setting('headwater.person', true), false) or coalesce(published, false)
    when 'public' then coalesce(published, false)
    else false
  end
$$;

create function is_system() returns boolean language sql stable parallel safe as $$
  select coalesce(current_setting('headwater.reach', true) = 'system', false)
$$;

-- The instant that the deed is done at, as the service's clock has it.
create function acting_now() returns timestamptz language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('headwater.now', true), '')::timestamptz, now())
$$;

grant execute on function acting_now() to headwater_app;
grant execute on function sees(uuid, uuid, boolean), is_system() to headwater_app;

-- The audit chain. Rows are made by audit_append() alone, which runs as the owner; the application may read and may not write.
create table audit_head (
  single boolean primary key default true check (single),
  seq bigint not null,
  hash bytea not null
);
insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create table audit_event (
  seq bigint primary key,
  at timestamptz not null,
  via text not null,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused', 'read')),
  person_id uuid,
  organisation_id uuid,
  roles text[] not null,
  subject_type text,
  subject_id text,
  subject_version integer,
  agreement_id uuid,
  details jsonb not null,
  previous bytea not null,
  hash bytea not null
);
create index audit_event_subject on audit_event (subject_type, subject_id, seq);
create index audit_event_person on audit_event (person_id, seq);
create index audit_event_action on audit_event (action, seq);
create index audit_event_at on audit_event (at);

-- What is hashed: every column but the hash, in this order, a line feed between. src/register/audit/verify.ts says the same in TypeScript.
create function audit_text(e audit_event) returns text language sql immutable as $$
  select concat_ws(E'\\n', e.seq::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.via, e.action, e.outcome,
    coalesce(e.person_id::text, '-'), coalesce(e.organisation_id::text, '-'), to_jsonb(e.roles)::text, coalesce(to_jsonb(e.subject_type)::text, '-'),
    coalesce(to_jsonb(e.subject_id)::text, '-'), coalesce(e.subject_version::text, '-'), coalesce(e.agreement_id::text, '-'), e.details::text,
    encode(e.previous, 'hex'))
$$;

create function audit_append(a_at timestamptz, a_via text, a_action text, a_outcome text, a_person uuid, a_organisation uuid, a_roles text[],
  a_subject_type text, a_subject_id text, a_subject_version integer, a_agreement uuid, a_details jsonb) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  e audit_event;
begin
  -- The row lock on the head puts the transactions that write in a row until each is committed, so that the chain has no gap and no fork.
  update audit_head set seq = seq + 1 returning seq, hash into e.seq, e.previous;
  e.at := a_at; e.via := a_via; e.action := a_action; e.outcome := a_outcome; e.person_id := a_person; e.organisation_id := a_organisation;
  e.roles := a_roles; e.subject_type := a_subject_type; e.subject_id := a_subject_id; e.subject_version := a_subject_version;
  e.agreement_id := a_agreement; e.details := a_details;
  e.hash := sha256(convert_to(audit_text(e), 'UTF8'));
  insert into audit_event select e.*;
  update audit_head set hash = e.hash;
  return e.seq;
end
$$;
revoke all on function audit_append(timestamptz, text, text, text, uuid, uuid, text[], text, text, integer, uuid, jsonb) from public;
grant execute on function audit_append(timestamptz, text, text, text, uuid, uuid, text[], text, text, integer, uuid, jsonb) to headwater_app;
grant select on audit_event, audit_head to headwater_app;

-- The owner could still change a row by hand: the chain shows it. This keeps it from happening by mistake.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end
$$;
create trigger audit_event_append_only before update or delete or truncate on audit_event for each statement execute function audit_is_append_only();

-- The answer to a request that was sent twice under one key is the first answer.
create table kept_answer (
  person_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  action text not null,
  input_hash bytea not null,
  answer jsonb,
  at timestamptz not null,
  primary key (person_id, key)
);
create index kept_answer_at on kept_answer (at);
alter table kept_answer enable row level security;
create policy kept_answer_own on kept_answer using (is_system() or person_id::text = current_setting('headwater.person', true));
grant select, insert, update, delete on kept_answer to headwater_app;

-- What is left of a record that was disposed of: that it was, when, by which rule. No personal data.
create table tombstone (
  id uuid primary key default gen_random_uuid(),
  record_type text not null,
  record_id uuid not null,
  rule text not null,
  reason text not null,
  disposed_at timestamptz not null,
  disposed_by uuid,
  unique (record_type, record_id)
);
grant select, insert on tombstone to headwater_app;
`;
