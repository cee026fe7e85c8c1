import { PostgresServer } from "./test/support/postgres-server.ts";
import { spawnSync } from "node:child_process";
const s = new PostgresServer({durable:true}); await s.create();
const { spawn } = await import("node:child_process");
const c = spawn("timeout",["280","node","--expose-gc","--import","tsx","zz-bench-import.ts",s.urlOf("postgres"),...process.argv.slice(2)],{stdio:"inherit"});
await new Promise(r=>c.on("close",r));
await s.destroy();
