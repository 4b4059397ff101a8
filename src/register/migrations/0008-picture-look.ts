/** What somebody saw when they last looked at the picture, so that Home can say what has changed since (src/access/looks). */
export const name = '0008-picture-look';

export const up = `
create table picture_look (
  person_id uuid not null references person,
  snapshot text not null,
  looked_at timestamptz not null,
  -- The headline figures as they were shown, protected.
  figures jsonb not null,
  primary key (person_id, snapshot)
);
alter table picture_look enable row level security;
create policy picture_look_seen on picture_look using (sees(null, person_id, false));
grant select, insert, delete on picture_look to headwater_app;
`;
