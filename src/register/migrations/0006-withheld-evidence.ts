/** Evidence that an organisation keeps from the others: its title, and with it the document behind it (src/access/sharing; requirement R060). */
export const name = '0006-withheld-evidence';

export const up = `
alter table field_restriction drop constraint field_restriction_record_type_check;
alter table field_restriction add constraint field_restriction_record_type_check check (record_type in ('meetingAction', 'milestone', 'evidence'));

drop policy field_restriction_seen on field_restriction;
create policy field_restriction_seen on field_restriction using (sees(organisation_id, null, false)
  or (record_type = 'milestone' and exists (select 1 from milestone m where m.id = record_id))
  or (record_type = 'meetingAction' and exists (select 1 from meeting_action a where a.id = record_id))
  or (record_type = 'evidence' and exists (select 1 from evidence e where e.id = record_id)));

create trigger evidence_stays_withheld before update on evidence for each row execute function stays_withheld('evidence', 'title');

create function is_withheld_document(a_document uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from evidence e join field_restriction r on r.record_type = 'evidence' and r.record_id = e.id and r.lifted_at is null
    where e.document_id = a_document)
$$;
revoke all on function is_withheld_document(uuid) from public;
grant execute on function is_withheld_document(uuid) to headwater_app;

-- Beside the policy that lets a document be seen: however far a role reaches, one that is withheld is its own organisation's alone.
create policy document_withheld on document as restrictive using (is_system()
  or organisation_id::text = current_setting('headwater.organisation', true) or not is_withheld_document(id));
`;
