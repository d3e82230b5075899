import { update } from './change.ts';
import type { Area } from './change.ts';

function trigger(statement: string): string {
  return `drop trigger t on s.watched; create trigger t ${statement}`;
}

export const REACTIONS: Area = {
  setup: `
    create table s.watched (id int, name text);
    create table s.other (id int);
    create function s.act() returns trigger language plpgsql as 'begin return new; end';
    create function s.act_too() returns trigger language plpgsql as 'begin return new; end';
    create function s.note() returns event_trigger language plpgsql as 'begin end';
    create function s.note_too() returns event_trigger language plpgsql as 'begin end';
    create trigger t after update on s.watched for each row execute function s.act();
    create trigger "FOR EACH ROW WHEN (" after update on s.watched for each row
      when (old.name <> 'EXECUTE FUNCTION' and new.id > 1) execute function s.act(') EXECUTE FUNCTION ', 'b\\000', 'ü');
    create constraint trigger later after insert on s.watched deferrable for each row execute function s.act();
    create view s.seen as select * from s.watched;
    create trigger v instead of update on s.seen for each row execute function s.act();
    create table s.parts (id int) partition by list (id);
    create table s.part partition of s.parts for values in (1);
    create trigger each after insert on s.parts for each row execute function s.act();
    create rule r as on update to s.watched where new.id > 1 do also delete from s.other;
    create event trigger s_event on ddl_command_start when tag in ('DROP INDEX') execute function s.note();`,
  objects: [
    {
      object: 'trigger s.watched.t',
      changes: {
        timing: trigger('before update on s.watched for each row execute function s.act()'),
        events: trigger('after delete or update on s.watched for each row execute function s.act()'),
        level: trigger('after update on s.watched for each statement execute function s.act()'),
        columns: trigger('after update of name on s.watched for each row execute function s.act()'),
        when: trigger(
          'after update on s.watched for each row when (old.* is distinct from new.*) execute function s.act()',
        ),
        function: trigger('after update on s.watched for each row execute function s.act_too()'),
        arguments: trigger(`after update on s.watched for each row execute function s.act('a')`),
        oldTable: trigger(
          'after update on s.watched referencing old table as x for each row execute function s.act()',
        ),
        newTable: trigger(
          'after update on s.watched referencing new table as x for each row execute function s.act()',
        ),
        constraint: `drop trigger t on s.watched; create constraint trigger t after update on s.watched for each row execute function s.act()`,
        enabled: 'alter table s.watched enable always trigger t',
        dependsOn: 'alter trigger t on s.watched depends on extension plpgsql',
        comment: `comment on trigger t on s.watched is 'changed'`,
      },
    },
    {
      object: 'trigger s.watched.later',
      changes: {
        constraintFrom: `drop trigger later on s.watched;
          create constraint trigger later after insert on s.watched from s.other deferrable for each row execute function s.act()`,
        deferrable: `drop trigger later on s.watched;
          create constraint trigger later after insert on s.watched for each row execute function s.act()`,
        deferred: `drop trigger later on s.watched;
          create constraint trigger later after insert on s.watched deferrable initially deferred for each row execute function s.act()`,
      },
    },
    {
      object: 'trigger s.part.each',
      changes: {
        inherited: update('pg_trigger', 'tgparentid = 0', `tgrelid = 's.part'::regclass`),
        enabled: 'alter table s.part disable trigger each',
      },
    },
    {
      object: 'rule s.watched.r',
      changes: {
        definition:
          'create or replace rule r as on update to s.watched where new.id > 2 do also delete from s.other',
        enabled: 'alter table s.watched disable rule r',
        comment: `comment on rule r on s.watched is 'changed'`,
      },
    },
    {
      object: 'event trigger s_event',
      changes: {
        event: update('pg_event_trigger', `evtevent = 'ddl_command_end'`, `evtname = 's_event'`),
        tags: update('pg_event_trigger', `evttags = '{DROP VIEW}'`, `evtname = 's_event'`),
        function: update('pg_event_trigger', `evtfoid = 's.note_too'::regproc`, `evtname = 's_event'`),
        enabled: 'alter event trigger s_event disable',
        owner: update('pg_event_trigger', `evtowner = 'pg_monitor'::regrole`, `evtname = 's_event'`),
        comment: `comment on event trigger s_event is 'changed'`,
      },
    },
  ],
};
