/** Validation of deliveries by whoever supplied them: queries, answers, sign-off (src/access/validation; requirement R161). */
export const name = '0005-validation';

const KEPT = `
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid`;

export const up = `
-- Deliveries as the data home has them, so that nobody can say of one what it is not. Written by the service alone.
create table known_delivery (
  id text primary key,
  dataset text not null,
  sources text[] not null,
  file_name text not null,
  number integer not null,
  noted_at timestamptz not null
);

create table delivery_query (
  id uuid primary key default gen_random_uuid(),
  delivery_id text not null references known_delivery,
  -- Who is asked, and who asks.
  organisation_id uuid not null references organisation,
  asking_id uuid not null references organisation,
  finding_code text,
  finding_words text,
  question text not null check (length(question) between 1 and 4000),
  due_on date not null,
  answer_kind text check (answer_kind in ('explanation', 'corrected-file')),
  answer text,
  answered_on date,
  answered_by uuid references person,
  closed_on date,
  closed_by uuid references person,
  closing_note text,
  ${KEPT},
  check ((answered_on is null) = (answer is null) and (answered_on is null) = (answer_kind is null)),
  check ((closed_on is null) = (closing_note is null))
);
create index delivery_query_delivery on delivery_query (delivery_id);
create index delivery_query_open on delivery_query (organisation_id, due_on) where closed_on is null;

create table delivery_sign_off (
  id uuid primary key default gen_random_uuid(),
  delivery_id text not null references known_delivery,
  organisation_id uuid not null references organisation,
  signed_on date not null,
  signed_by uuid references person,
  note text not null default '',
  withdrawn_on date,
  withdrawn_reason text,
  ${KEPT},
  check ((withdrawn_on is null) = (withdrawn_reason is null))
);
create unique index delivery_sign_off_once on delivery_sign_off (delivery_id, organisation_id) where withdrawn_on is null;

-- Whether an organisation supplies what a delivery holds: a force its own records, a party what a signed agreement has as its feed. Says nothing else of the agreement.
create function supplies(a_organisation uuid, a_dataset text, a_sources text[]) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from organisation o where o.id = a_organisation and o.type = 'police' and o.force = any (a_sources))
    or exists (select 1 from agreement a join agreement_party p on p.agreement_id = a.id join agreement_feed f on f.agreement_id = a.id
      where p.organisation_id = a_organisation and p.part in ('supplies', 'both') and a.signed_on is not null
        and f.dataset = a_dataset and f.source = any (a_sources))
$$;
-- How a delivery stands with its supplier, for whoever may see figures: numbers, and neither who asked nor what.
create function delivery_standing(a_ids text[]) returns table (delivery_id text, open_queries integer, signed boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, (select count(*)::integer from delivery_query q where q.delivery_id = k.id and q.closed_on is null),
    exists (select 1 from delivery_sign_off s where s.delivery_id = k.id and s.withdrawn_on is null)
  from known_delivery k where k.id = any (a_ids)
$$;
revoke all on function supplies(uuid, text, text[]), delivery_standing(text[]) from public;
grant execute on function supplies(uuid, text, text[]), delivery_standing(text[]) to headwater_app;

alter table delivery_query enable row level security;
create policy delivery_query_seen on delivery_query using (sees(organisation_id, null, false) or sees(asking_id, null, false));
alter table delivery_sign_off enable row level security;
create policy delivery_sign_off_seen on delivery_sign_off using (sees(organisation_id, null, false));
alter table known_delivery enable row level security;
-- The partnership's roles see every one; a supplier those that it supplied or is asked about.
create policy known_delivery_seen on known_delivery using (sees(null, null, false)
  or exists (select 1 from organisation o where sees(o.id, null, false) and supplies(o.id, dataset, sources))
  or exists (select 1 from delivery_query q where q.delivery_id = known_delivery.id));

grant select, insert, update on known_delivery, delivery_query, delivery_sign_off to headwater_app;
`;
