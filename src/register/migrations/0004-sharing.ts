/** Words of a record that an organisation keeps from the others, with its reason (src/access/sharing; requirement R060). */
export const name = '0004-sharing';

export const up = `
create table field_restriction (
  id uuid primary key default gen_random_uuid(),
  record_type text not null check (record_type in ('meetingAction', 'milestone')),
  record_id uuid not null,
  field text not null,
  organisation_id uuid not null references organisation,
  reason text not null check (reason in ('operational', 'safety', 'legal', 'other')),
  -- The reason in words, of another one: everybody sees it.
  note text check (length(note) between 1 and 150),
  -- What stands in the record instead of its words.
  notice text not null,
  lifted_at timestamptz,
  lifted_by uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid,
  check ((reason = 'other') = (note is not null))
);
create unique index field_restriction_live on field_restriction (record_type, record_id, field) where lifted_at is null;

-- Row security cannot keep a column from somebody who sees the row. So the words leave the record while they are withheld, and lie here.
create table withheld_words (
  restriction_id uuid primary key references field_restriction,
  organisation_id uuid not null references organisation,
  words text not null
);

alter table field_restriction enable row level security;
-- That something is withheld, and why, is seen by whoever sees the record.
create policy field_restriction_seen on field_restriction using (sees(organisation_id, null, false)
  or (record_type = 'milestone' and exists (select 1 from milestone m where m.id = record_id))
  or (record_type = 'meetingAction' and exists (select 1 from meeting_action a where a.id = record_id)));
alter table withheld_words enable row level security;
-- However far a role reaches, another organisation's words are not in its reach.
create policy withheld_words_seen on withheld_words using (is_system()
  or organisation_id::text = current_setting('headwater.organisation', true));

-- While words are withheld, no way of writing puts words into the record, or hands it to another organisation.
create function stays_withheld() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from field_restriction where record_type = tg_argv[0] and record_id = new.id and field = tg_argv[1] and lifted_at is null)
    and (to_jsonb(new) ->> tg_argv[1] is distinct from to_jsonb(old) ->> tg_argv[1] or new.organisation_id is distinct from old.organisation_id) then
    raise exception 'the words of this record are withheld' using errcode = '42501';
  end if;
  return new;
end $$;
revoke all on function stays_withheld() from public;
create trigger milestone_stays_withheld before update on milestone for each row execute function stays_withheld('milestone', 'title');
create trigger meeting_action_stays_withheld before update on meeting_action for each row execute function stays_withheld('meetingAction', 'text');

grant select, insert, update on field_restriction to headwater_app;
grant select, insert, update, delete on withheld_words to headwater_app;
`;
