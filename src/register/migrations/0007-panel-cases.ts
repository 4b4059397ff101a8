/** Cases at panels, by reference and without a name: what brought each there, what was decided, who does what, and how it ended (src/access/cases; R009). */
export const name = '0007-panel-cases';

const KEPT = `
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid`;

export const up = `
create table panel_case (
  id uuid primary key default gen_random_uuid(),
  panel_id uuid not null references panel,
  -- Who brings it, under their own reference of it.
  organisation_id uuid not null references organisation,
  reference text not null check (length(reference) between 3 and 40),
  agreement_id uuid not null references agreement,
  referred_on date not null,
  grounds text[] not null check (cardinality(grounds) between 1 and 12),
  asked text not null check (length(asked) between 1 and 500),
  closed_on date check (closed_on >= referred_on),
  outcome text check (outcome in ('risk-lower', 'risk-same', 'risk-higher', 'moved-on', 'not-known')),
  outcome_note text not null default '',
  ${KEPT},
  unique (organisation_id, panel_id, reference),
  check ((closed_on is null) = (outcome is null))
);
create table case_decision (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references panel_case,
  meeting_id uuid not null references meeting,
  kind text not null check (kind in ('plan', 'service', 'referred-on', 'wait', 'no-action')),
  text text not null check (length(text) between 1 and 1000),
  ${KEPT}
);
create index case_decision_case on case_decision (case_id);
create table case_action (
  id uuid primary key default gen_random_uuid(),
  decision_id uuid not null references case_decision,
  organisation_id uuid not null references organisation,
  text text not null check (length(text) between 1 and 500),
  due_on date not null,
  done_on date,
  result text not null default '',
  ${KEPT},
  check ((done_on is null) = (result = ''))
);
create index case_action_decision on case_action (decision_id);
create index case_action_organisation on case_action (organisation_id);

-- A case is seen by who brought it, by the host of its panel and by who has something to do in it: however far a role reaches, by nobody else.
create function is_own(organisation uuid) returns boolean language sql stable parallel safe as $$
  select is_system() or (current_setting('headwater.reach', true) in ('organisation', 'partnership')
    and coalesce(organisation::text = current_setting('headwater.organisation', true), false))
$$;
create function is_case_party(a_case uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from panel_case c join panel p on p.id = c.panel_id where c.id = a_case and (is_own(c.organisation_id) or is_own(p.host_id)))
    or exists (select 1 from case_decision d join case_action a on a.decision_id = d.id where d.case_id = a_case and is_own(a.organisation_id))
$$;
create function is_decision_party(a_decision uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from case_decision d where d.id = a_decision and is_case_party(d.case_id))
$$;
revoke all on function is_own(uuid), is_case_party(uuid), is_decision_party(uuid) from public;
grant execute on function is_own(uuid), is_case_party(uuid), is_decision_party(uuid) to headwater_app;

alter table panel_case enable row level security;
create policy panel_case_seen on panel_case using (is_own(organisation_id) or is_case_party(id));
alter table case_decision enable row level security;
create policy case_decision_seen on case_decision using (is_case_party(case_id));
alter table case_action enable row level security;
create policy case_action_seen on case_action using (is_own(organisation_id) or is_decision_party(decision_id));

grant select, insert, update, delete on panel_case, case_decision, case_action to headwater_app;
`;
