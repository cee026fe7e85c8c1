import { expect, test } from "vitest";
import { createRoleDatabase } from "../support/database-role.ts";
import { migrated } from "../support/databases.ts";
import { ServerProcess } from "../support/server-process.ts";
import { openBeside } from "./nothing-lost.ts";

test("a first start that another program keeps from making the administrator says so, goes on, and makes it when it can", async () => {
  const database = await createRoleDatabase();
  const store = await migrated(await openBeside(database.url));
  await store.close();
  await database.ask(`alter role ${database.role} set lock_timeout = '300ms'`);
  await database.ask("select pg_advisory_lock(7251001)");
  const server = new ServerProcess(database.url);
  try {
    await server.start();
    await server.waitFor(/sluice: The first start is not finished yet\. .+ \[database_busy\]\n/);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await server.end("SIGTERM")).toEqual([0, null]);
    await server.start();
    await server.waitFor(/not finished yet/);
    await database.ask("select pg_advisory_unlock(7251001)");
    await server.waitFor(/password\s+\S+/);
    expect(await server.end("SIGTERM")).toEqual([0, null]);
  } finally {
    await server.destroy();
    await database.close();
  }
});
