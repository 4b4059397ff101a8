/** Inspections, recommendations, plans, statutory responses (src/account). */
export const name = '0003-account';

const KEPT = `
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid`;

export const up = `
create table inspection (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null check (length(title) between 1 and 400),
  kind text not null,
  inspectorates text[] not null,
  published_on date not null,
  embargo_at timestamptz,
  scope text not null check (scope in ('one', 'several', 'all')),
  forces text[] not null default '{}',
  response_needed boolean not null default true,
  no_response_reason text,
  link text,
  grade text,
  summary text not null default '',
  local_deadline date,
  organisation_id uuid not null references organisation,
  ${KEPT}
);
create index inspection_published on inspection (published_on);

-- The source's own words. Inserted once; nobody may change them, and an opinion stands elsewhere.
create table inspection_source (
  id uuid primary key default gen_random_uuid(),
  inspection_id uuid not null references inspection,
  name text not null,
  text text not null,
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  created_by uuid
);

-- What an import proposed, until somebody confirms or discards it. Nothing in it is on file.
create table import_proposal (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  name text not null,
  text text not null,
  proposal jsonb not null,
  confirmed_at timestamptz,
  discarded_at timestamptz,
  inspection_id uuid references inspection,
  ${KEPT}
);

create table inspection_item (
  id uuid primary key default gen_random_uuid(),
  inspection_id uuid not null references inspection,
  kind text not null check (kind in ('recommendation', 'area-for-improvement', 'cause-of-concern', 'lesson')),
  -- The report's own; empty where it gave none.
  number text not null default '' check (length(number) <= 40),
  position integer not null,
  text text not null check (length(text) between 1 and 10000),
  owner text not null check (owner in ('own-force', 'policing-body', 'home-office', 'other')),
  owner_name text not null default '',
  organisation_id uuid references organisation,
  due_on date,
  due_note text,
  themes text[] not null default '{}',
  measures text[] not null default '{}',
  repeats_id uuid references inspection_item,
  closed_on date,
  closure_route text check (closure_route in ('inspectorate-verified', 'chief-officer', 'policing-body')),
  closure_note text,
  ${KEPT}
);
create unique index inspection_item_number on inspection_item (inspection_id, kind, number) where number <> '';
create index inspection_item_inspection on inspection_item (inspection_id, position);
create index inspection_item_due on inspection_item (due_on);

create table milestone (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references inspection_item,
  organisation_id uuid not null references organisation,
  title text not null check (length(title) between 1 and 400),
  due_on date not null,
  measure text,
  target numeric,
  -- The day on which somebody said that it was reached: a claim, which only evidence makes good.
  reached_on date,
  withdrawn_on date,
  withdrawn_reason text,
  ${KEPT}
);
create index milestone_item on milestone (item_id);

create table evidence (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references inspection_item,
  -- Null where it shows the item itself.
  milestone_id uuid references milestone,
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('document', 'figure')),
  title text not null,
  document_id uuid references document,
  figure_address text,
  figure_snapshot text,
  figure_cells jsonb,
  value numeric,
  checked_at timestamptz,
  checked_snapshot text,
  check_cells jsonb,
  check_state text check (check_state in ('same', 'changed', 'failed', 'refused')),
  check_note text,
  withdrawn_on date,
  withdrawn_reason text,
  ${KEPT},
  check ((kind = 'document' and document_id is not null) or (kind = 'figure' and figure_address is not null))
);
create index evidence_item on evidence (item_id);

create table response (
  id uuid primary key default gen_random_uuid(),
  inspection_id uuid not null references inspection,
  organisation_id uuid not null references organisation,
  state text not null default 'draft' check (state in ('draft', 'review', 'approved', 'published')),
  layout text not null default 'norfolk' check (layout in ('norfolk', 'staffordshire')),
  office_title text not null default '',
  office_holder text not null default '',
  chief_title text not null default '',
  chief_officer text not null default '',
  key_findings text not null default '',
  initial_response text not null default '',
  comments text not null default '',
  opinion text not null default '',
  chief_reply text not null default '',
  -- Why it was returned to its draft, until it is submitted again; and what a correction of a published one corrects.
  return_reason text not null default '',
  correction text not null default '',
  submitted_by uuid references person,
  submitted_at timestamptz,
  approved_by uuid references person,
  approved_at timestamptz,
  published_at timestamptz,
  published_by uuid references person,
  published_hash bytea,
  published_path text,
  ${KEPT},
  unique (inspection_id, organisation_id)
);

create table response_item (
  response_id uuid not null references response,
  item_id uuid not null references inspection_item,
  position text check (position in ('accepted', 'partly', 'not-accepted')),
  action text not null default '',
  no_action_reason text not null default '',
  primary key (response_id, item_id)
);

-- The chief officer's comments (section 55(4)): the force writes them, the policing body reads them. The body's draft is not the force's to see.
create table chief_comment (
  id uuid primary key default gen_random_uuid(),
  response_id uuid not null unique references response,
  organisation_id uuid not null references organisation,
  body_id uuid not null references organisation,
  inspection_id uuid not null references inspection,
  invited_on date not null,
  reply_by date not null,
  general text not null default '',
  received_on date,
  -- The body's record that none came by the date set; and the day from which the comments are closed, since they are published.
  not_received_on date,
  closed_on date,
  ${KEPT}
);
create table chief_comment_item (
  response_id uuid not null references chief_comment (response_id),
  item_id uuid not null references inspection_item,
  text text not null default '',
  primary key (response_id, item_id)
);

-- Every saved state of a response, whole, with what was done to make it. Inserted once. What the public reads is a row of this table and nothing else.
create table response_version (
  response_id uuid not null references response,
  number integer not null,
  state text not null,
  deed text not null,
  note text not null default '',
  path text,
  content jsonb not null,
  hash bytea not null,
  organisation_id uuid not null references organisation,
  published boolean not null default false,
  at timestamptz not null,
  person_id uuid,
  primary key (response_id, number),
  check (not published or path is not null)
);
create index response_version_path on response_version (path, number) where published;

-- One record that a published version was sent somewhere. Taken back with a reason, never removed.
create table distribution (
  id uuid primary key default gen_random_uuid(),
  response_id uuid not null,
  number integer not null,
  step text not null,
  done_on date not null,
  person_id uuid,
  evidence text not null check (length(evidence) between 1 and 2000),
  document_id uuid references document,
  at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text,
  foreign key (response_id, number) references response_version
);
create unique index distribution_once on distribution (response_id, number, step) where withdrawn_at is null;

-- A calendar of deadlines at an address that cannot be guessed. The address is known to its person alone: its hash is kept.
create table calendar_feed (
  id uuid primary key default gen_random_uuid(),
  hash bytea not null unique,
  person_id uuid not null references person,
  organisation_id uuid not null references organisation,
  created_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index calendar_feed_person on calendar_feed (person_id);
alter table calendar_feed enable row level security;
create policy calendar_feed_own on calendar_feed using (sees(null, person_id, false));
create function find_feed(a_hash bytea) returns table (id uuid, person_id uuid, name text, status text, organisation_id uuid, memberships jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, p.id, p.name, p.status, f.organisation_id, memberships_of(p.id)
  from calendar_feed f join person p on p.id = f.person_id where f.hash = a_hash and f.revoked_at is null
$$;
revoke all on function find_feed(bytea) from public;
-- Whether an address is in use, by a report under embargo too: it says nothing else of it.
create function slug_taken(a_slug text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from inspection where slug = a_slug)
$$;
revoke all on function slug_taken(text) from public;
grant execute on function find_feed(bytea), slug_taken(text) to headwater_app;
grant select, insert, update on calendar_feed to headwater_app;

alter table inspection enable row level security;
-- Before its embargo ends, a report is seen by the organisation that has put it on file, and by nobody else.
create policy inspection_seen on inspection using (is_system()
  or (coalesce(embargo_at <= acting_now(), true) and sees(null, null, true))
  or organisation_id::text = current_setting('headwater.organisation', true));
alter table inspection_item enable row level security;
create policy inspection_item_seen on inspection_item using (exists (select 1 from inspection i where i.id = inspection_id));
alter table inspection_source enable row level security;
create policy inspection_source_seen on inspection_source using (exists (select 1 from inspection i
  where i.id = inspection_id and sees(i.organisation_id, null, false)));
alter table import_proposal enable row level security;
create policy import_proposal_seen on import_proposal using (sees(organisation_id, created_by, false));
alter table milestone enable row level security;
-- A plan is seen by the organisation that answers for the item (of an item owned elsewhere: that put it on file), a milestone by whoever is to reach it too.
create policy milestone_seen on milestone using (exists (select 1 from inspection_item i join inspection n on n.id = i.inspection_id
  where i.id = item_id and (sees(milestone.organisation_id, null, false) or sees(coalesce(i.organisation_id, n.organisation_id), null, false))));
alter table evidence enable row level security;
create policy evidence_seen on evidence using (exists (select 1 from inspection_item i join inspection n on n.id = i.inspection_id
  where i.id = item_id and (sees(evidence.organisation_id, null, false) or sees(coalesce(i.organisation_id, n.organisation_id), null, false)
    or exists (select 1 from milestone m where m.id = milestone_id and sees(m.organisation_id, null, false)))));
alter table response enable row level security;
-- Never published itself: it may already hold the draft of a correction.
create policy response_seen on response using (sees(organisation_id, null, false));
alter table response_item enable row level security;
create policy response_item_seen on response_item using (exists (select 1 from response r where r.id = response_id));
alter table chief_comment enable row level security;
create policy chief_comment_seen on chief_comment using (sees(organisation_id, null, false) or sees(body_id, null, false));
alter table chief_comment_item enable row level security;
create policy chief_comment_item_seen on chief_comment_item using (exists (select 1 from chief_comment c where c.response_id = chief_comment_item.response_id));
alter table response_version enable row level security;
create policy response_version_seen on response_version using (sees(organisation_id, null, published));
alter table distribution enable row level security;
create policy distribution_seen on distribution using (exists (select 1 from response r where r.id = response_id));
-- A published response says to whom it was sent.
create policy distribution_published on distribution for select using (exists (
  select 1 from response_version v where v.response_id = distribution.response_id and v.number = distribution.number and v.published));

grant select, insert, update on inspection, import_proposal, inspection_item, milestone, evidence, response, response_item, chief_comment, chief_comment_item, distribution to headwater_app;
grant select, insert on inspection_source, response_version to headwater_app;
grant delete on import_proposal, distribution to headwater_app;
`;
