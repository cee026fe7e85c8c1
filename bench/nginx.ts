import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Answering, Processes } from "./processes.ts";
import type { Sample } from "./sample-answer.ts";
import { CHECK_PATH } from "./world.ts";

/** One process of nginx that sends one answer to every check: from its configuration, and from a file. */
export interface NginxFloors {
  readonly returned: Answering;
  readonly file: Answering;
}

/** Starts nginx with an answer; null where there is no nginx. */
export async function startNginx(processes: Processes, sample: Sample): Promise<NginxFloors | null> {
  if (spawnSync("nginx", ["-v"]).error !== undefined) return null;
  const folder = processes.folder();
  const returned = await freePort();
  const file = await freePort();
  writeFileSync(join(folder, "answer"), sample.body, "latin1");
  writeFileSync(join(folder, "nginx.conf"), configurationOf({ folder, returned, file }, sample), "latin1");
  const command = ["nginx", "-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"] as const;
  const { pid } = await processes.program(command, returned);
  return { returned: { port: returned, pid }, file: { port: file, pid } };
}

interface Places {
  readonly folder: string;
  readonly returned: number;
  readonly file: number;
}

/** One process without workers, so that its CPU time is that of its answers; it logs nothing and closes no connection. */
function configurationOf({ folder, returned, file }: Places, { headers, body }: Sample): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  etag off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  open_file_cache max=10;
  sendfile on;
  default_type ${headerOf(headers, "content-type")};
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${addedHeaders(headers).join("\n  ")}
  server {
    listen 127.0.0.1:${returned};
    return 200 ${quoted(body)};
  }
  server {
    listen 127.0.0.1:${file};
    location = ${CHECK_PATH} { alias ${folder}/answer; }
  }
}
`;
}

/** The headers that nginx does not write by itself. */
function addedHeaders(headers: readonly string[]): readonly string[] {
  const own = ["content-type", "content-length"];
  return headers.flatMap((name, index) =>
    index % 2 === 1 || own.includes(name.toLowerCase())
      ? []
      : [`add_header ${name} ${quoted(headers[index + 1] ?? "")};`],
  );
}

function headerOf(headers: readonly string[], name: string): string {
  const index = headers.findIndex((one, place) => place % 2 === 0 && one.toLowerCase() === name);
  return quoted(headers[index + 1] ?? "");
}

/** A text as nginx reads it. Throws for a dollar sign, which it would take for a variable. */
function quoted(text: string): string {
  if (text.includes("$")) throw new Error("an answer with $ cannot be written into nginx's configuration");
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/** A port that nothing listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
