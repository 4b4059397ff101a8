/** Organisations, people, agreements, sign-in, tasks (src/access). */
export const name = '0002-access';

/** Row security of a table: which columns say whose a row is. */
const guarded = (table: string, { organisation = 'null', person = 'null', published = 'false' }): string => `
alter table ${table} enable row level security;
create policy ${table}_seen on ${table} using (sees(${organisation}, ${person}, ${published}));`;

/** Every table that people edit: who made it, who changed it last, and the version that a form must name. */
const KEPT = `
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid`;

export const up = `
create table organisation (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (length(name) between 1 and 200),
  short_name text not null check (length(short_name) between 1 and 60),
  type text not null,
  parent_id uuid references organisation,
  force text,
  -- Local government areas that it serves, a comma between; null for the whole of the partnership's.
  area text,
  -- Wards or neighbourhoods that it works in, a comma between.
  wards text,
  -- A body elsewhere, no member of this partnership, whose published work is kept as an example.
  outside boolean not null default false,
  closed_on date,
  closed_reason text,
  ${KEPT}
);
create index organisation_parent on organisation (parent_id);

create table partnership (
  id uuid not null unique default gen_random_uuid(),
  single boolean primary key default true check (single),
  name text not null,
  kind text not null check (kind in ('unit', 'partnership', 'alliance')),
  granted boolean not null,
  policing_body_id uuid references organisation,
  quorum integer not null check (quorum between 1 and 100),
  quorum_seats text[] not null default '{}',
  public_picture boolean not null default true,
  demonstration boolean not null default false,
  ${KEPT}
);

create table person (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) between 3 and 254),
  phone text,
  post text,
  status text not null default 'active' check (status in ('active', 'suspended', 'left')),
  fictional boolean not null default false,
  ${KEPT}
);
create unique index person_email on person (lower(email));

create table membership (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person,
  organisation_id uuid not null references organisation,
  roles text[] not null check (cardinality(roles) > 0),
  from_on date not null,
  to_on date,
  ${KEPT}
);
create index membership_person on membership (person_id);
create index membership_organisation on membership (organisation_id);

-- Sign-in. Only the service's own reach opens these.
create table credential (
  person_id uuid primary key references person,
  password_hash text,
  password_set_at timestamptz,
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  recovery_hashes text[] not null default '{}'
);
-- Tries at a password or a code, by a hash of whose it is, known or not, and by address. A row of every try goes in before the try is looked at.
create table sign_in_try (
  key text primary key,
  tries integer not null,
  since timestamptz not null,
  paused_until timestamptz
);
create index sign_in_try_since on sign_in_try (since);
create table identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person,
  linked_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create table session (
  id bytea primary key,
  person_id uuid not null references person,
  membership_id uuid references membership,
  method text not null check (method in ('password', 'oidc', 'demonstration')),
  second_factor boolean not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  agent text not null default ''
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);
create table sign_in_flow (
  id bytea primary key,
  kind text not null,
  data jsonb not null,
  expires_at timestamptz not null
);
create table invitation (
  id bytea primary key,
  person_id uuid not null references person,
  purpose text not null check (purpose in ('join', 'reset')),
  created_by uuid,
  expires_at timestamptz not null,
  used_at timestamptz
);
create table access_token (
  id uuid primary key default gen_random_uuid(),
  hash bytea not null unique,
  person_id uuid not null references person,
  membership_id uuid not null references membership,
  title text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
-- What was typed into a form when its session had run out: given back to the same person, once.
create table kept_form (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person,
  path text not null,
  body jsonb not null,
  kept_at timestamptz not null default now()
);

create table contact_point (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  person_id uuid not null references person,
  deputy_id uuid references person,
  subject text not null default 'partnership',
  from_on date not null,
  to_on date,
  ${KEPT}
);
create index contact_point_organisation on contact_point (organisation_id);

create table core_seat (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  seat text not null,
  person_id uuid references person,
  voting boolean not null default true,
  from_on date not null,
  to_on date,
  ${KEPT}
);

-- Posts of the partnership that several pay for (requirement R169).
create table post (
  id uuid primary key default gen_random_uuid(),
  title text not null check (length(title) between 1 and 200),
  host_id uuid not null references organisation,
  person_id uuid references person,
  from_on date not null,
  to_on date,
  ${KEPT}
);
create table post_share (
  post_id uuid not null references post,
  funder_id uuid not null references organisation,
  percent integer not null check (percent between 1 and 100),
  primary key (post_id, funder_id)
);

create table terms (
  id uuid primary key default gen_random_uuid(),
  number integer not null unique,
  title text not null,
  purpose text not null,
  objectives text not null,
  text text not null,
  effective_on date not null,
  published_at timestamptz,
  ${KEPT}
);
create table terms_role (
  terms_id uuid not null references terms,
  role text not null,
  means text not null,
  brings text not null,
  primary key (terms_id, role)
);
create table terms_receipt (
  terms_id uuid not null references terms,
  person_id uuid not null references person,
  organisation_id uuid not null references organisation,
  roles text[] not null,
  read_at timestamptz not null,
  primary key (terms_id, person_id)
);

create table panel (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  purpose text not null,
  host_id uuid references organisation,
  chair_id uuid references person,
  weeks_least integer not null check (weeks_least between 1 and 60),
  weeks_most integer not null,
  route_in text not null default '',
  decisions_out text not null default '',
  data_used text not null default '',
  core boolean not null default false,
  closed_on date,
  ${KEPT},
  check (weeks_most >= weeks_least and weeks_most <= 60)
);
create table meeting (
  id uuid primary key default gen_random_uuid(),
  panel_id uuid not null references panel,
  on_day date not null,
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  note text not null default '',
  snapshot text,
  ${KEPT},
  unique (panel_id, on_day)
);
create table attendance (
  meeting_id uuid not null references meeting,
  seat_id uuid not null references core_seat,
  primary key (meeting_id, seat_id)
);
create table decision (
  id uuid primary key default gen_random_uuid(),
  meeting_id uuid not null references meeting,
  kind text not null check (kind in ('operational', 'funding', 'other')),
  text text not null,
  quorate boolean not null,
  present integer not null,
  needed integer not null,
  missing_seats text[] not null,
  ${KEPT}
);
create table meeting_action (
  id uuid primary key default gen_random_uuid(),
  meeting_id uuid not null references meeting,
  organisation_id uuid not null references organisation,
  text text not null,
  due_on date,
  done_on date,
  ${KEPT}
);
create table product (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  owner_id uuid not null references organisation,
  due_on date,
  approved_on date,
  note text not null default '',
  ${KEPT}
);
create table product_receipt (
  product_id uuid not null references product,
  organisation_id uuid not null references organisation,
  sent_on date not null,
  confirmed_on date,
  confirmed_by uuid references person,
  primary key (product_id, organisation_id)
);

create table agreement (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique,
  title text not null,
  purpose text not null,
  -- Everything below is filled in while it is a draft; signing refuses what is not complete (src/access/agreements/refusals.ts).
  powers text[] not null default '{}',
  power_detail text not null default '',
  lawful_bases text[] not null default '{}',
  special_basis text not null default '',
  -- How the crossing between Part 3 of the Data Protection Act 2018 and the UK GDPR is dealt with.
  crossing text not null default '',
  kinds text[] not null default '{}',
  frequency text not null default '',
  format text not null default '',
  retention_months integer check (retention_months between 1 and 1200),
  quality text not null default '',
  security text not null default '',
  rights text not null default '',
  dpia_reference text not null default '',
  compelling_reason text not null default '',
  starts_on date,
  ends_on date,
  review_on date,
  signed_on date,
  suspended_on date,
  suspended_reason text,
  ended_on date,
  ended_reason text,
  -- The agreement that this one was made from.
  renews_id uuid references agreement,
  ${KEPT},
  check (ends_on >= starts_on)
);
create table agreement_party (
  agreement_id uuid not null references agreement,
  organisation_id uuid not null references organisation,
  part text not null check (part in ('supplies', 'receives', 'both')),
  primary key (agreement_id, organisation_id)
);
create table agreement_item (
  agreement_id uuid not null references agreement,
  position integer not null,
  item text not null,
  primary key (agreement_id, position)
);
create table agreement_feed (
  agreement_id uuid not null references agreement,
  dataset text not null,
  source text not null,
  primary key (agreement_id, dataset, source)
);
create index agreement_feed_dataset on agreement_feed (dataset, source);

-- How long a kind of record is kept where no rule prescribes it: the partnership's own choice (src/access/retention/rules.ts).
create table retention_choice (
  id uuid primary key default gen_random_uuid(),
  rule text not null unique,
  months integer not null check (months between 1 and 1200),
  reason text not null,
  ${KEPT}
);

create table task (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  key text not null unique,
  title text not null,
  href text not null,
  subject_type text not null,
  subject_id uuid not null,
  organisation_id uuid not null references organisation,
  role text,
  person_id uuid references person,
  due_on date,
  done_at timestamptz,
  created_at timestamptz not null default now()
);
create index task_open on task (organisation_id, due_on) where done_at is null;
create index task_subject on task (subject_type, subject_id);

create table document (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  name text not null,
  media_type text not null,
  bytes integer not null,
  sha256 bytea not null,
  content bytea not null,
  review_on date,
  created_at timestamptz not null default now(),
  created_by uuid
);

-- Who is behind a session or an access token, in one look, before anybody's reach is known. Gives nothing to who does not hold the secret.
create function memberships_of(a_person uuid) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'organisationId', o.id, 'organisation', o.name, 'roles', to_jsonb(m.roles), 'fromOn', m.from_on, 'toOn', m.to_on)
    order by o.name, m.id) filter (where o.closed_on is null or o.closed_on > current_date), '[]'::jsonb)
  from membership m join organisation o on o.id = m.organisation_id where m.person_id = a_person
$$;
create function find_session(a_id bytea) returns table (person_id uuid, name text, status text, membership_id uuid, method text, second_factor boolean,
  created_at timestamptz, seen_at timestamptz, expires_at timestamptz, ended_at timestamptz, memberships jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.status, s.membership_id, s.method, s.second_factor, s.created_at, s.seen_at, s.expires_at, s.ended_at, memberships_of(p.id)
  from session s join person p on p.id = s.person_id where s.id = a_id
$$;
create function find_token(a_hash bytea) returns table (id uuid, person_id uuid, name text, status text, membership_id uuid, expires_at timestamptz,
  revoked_at timestamptz, used_at timestamptz, memberships jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, p.id, p.name, p.status, t.membership_id, t.expires_at, t.revoked_at, t.used_at, memberships_of(p.id)
  from access_token t join person p on p.id = t.person_id where t.hash = a_hash
$$;
revoke all on function find_session(bytea), memberships_of(uuid), find_token(bytea) from public;
grant execute on function find_session(bytea), find_token(bytea) to headwater_app;

${guarded('organisation', { published: 'true' })}
${guarded('partnership', { published: 'true' })}
${guarded('person', { organisation: "case when exists (select 1 from membership m where m.person_id = person.id and m.organisation_id::text = current_setting('headwater.organisation', true)) then nullif(current_setting('headwater.organisation', true), '')::uuid end", person: 'id' })}
${guarded('membership', { organisation: 'organisation_id', person: 'person_id' })}
${['credential', 'identity', 'session', 'sign_in_flow', 'sign_in_try', 'invitation'].map((table) => `alter table ${table} enable row level security;\ncreate policy ${table}_seen on ${table} using (is_system());`).join('\n')}
${guarded('access_token', { person: 'person_id' })}
${guarded('kept_form', { person: 'person_id' })}
alter table contact_point enable row level security;
create policy contact_point_seen on contact_point using (sees(organisation_id, person_id, false) or sees(null, deputy_id, false));
${guarded('core_seat', { organisation: 'organisation_id', person: 'person_id' })}
${guarded('post', { organisation: 'host_id', person: 'person_id' })}
${guarded('post_share', { organisation: 'funder_id' })}
${guarded('terms', { published: 'published_at is not null' })}
${guarded('terms_role', { published: 'true' })}
${guarded('terms_receipt', { organisation: 'organisation_id', person: 'person_id' })}
${['panel', 'meeting', 'attendance', 'decision'].map((table) => guarded(table, {})).join('')}
${guarded('meeting_action', { organisation: 'organisation_id' })}
${guarded('product', { organisation: 'owner_id' })}
${guarded('product_receipt', { organisation: 'organisation_id' })}
${guarded('retention_choice', { published: 'true' })}
${['agreement', 'agreement_party', 'agreement_item', 'agreement_feed'].map((table) => guarded(table, {})).join('')}
${guarded('task', { organisation: 'organisation_id', person: 'person_id' })}
${guarded('document', { organisation: 'organisation_id', person: 'created_by' })}

grant select, insert, update on organisation, partnership, person, membership, credential, identity, session, invitation, access_token, contact_point, core_seat,
  terms, terms_receipt, panel, meeting, decision, meeting_action, product, product_receipt, agreement, retention_choice, task, document to headwater_app;
grant select, insert, update on post to headwater_app;
grant select, insert, update, delete on post_share to headwater_app;
grant select, insert, update, delete on sign_in_flow, sign_in_try, kept_form, terms_role, attendance, agreement_party, agreement_item, agreement_feed to headwater_app;
-- Disposal (a tombstone stays) and unlinking are the only deletions of these.
grant delete on person, membership, credential, identity, session, invitation, access_token, contact_point, core_seat, terms_receipt, task, document to headwater_app;
`;
