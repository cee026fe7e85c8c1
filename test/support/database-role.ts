import { randomUUID } from "node:crypto";
import pg from "pg";
import { createDatabase } from "./databases.ts";

/** A database of an ordinary role, to which limits and rights apply, and a connection of the superuser to it. */
export interface RoleDatabase {
  /** The URL with which the role connects. */
  readonly url: string;
  readonly role: string;
  readonly name: string;
  /** Asks as the superuser. */
  ask(text: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends every connection of the role, as a database that restarts does. */
  endConnections(): Promise<void>;
  close(): Promise<void>;
}

/** Creates a role and a database; with `owns` false the database is the superuser's, as PostgreSQL's own default has it. */
export async function createRoleDatabase({ owns = true } = {}): Promise<RoleDatabase> {
  const superUrl = await createDatabase();
  const url = new URL(superUrl);
  const name = url.pathname.slice(1);
  const role = `role_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  const ask = async (text: string) => (await client.query(text)).rows;
  await ask(`create role ${role} login password 'only-for-tests'`);
  if (owns) await ask(`alter database ${name} owner to ${role}`);
  url.username = role;
  url.password = "only-for-tests";
  return {
    url: url.href,
    role,
    name,
    ask,
    endConnections: async () => {
      await ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`);
    },
    close: () => client.end(),
  };
}
