import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendNoSuchPath } from "../problem.ts";
import { accepts } from "../request-headers.ts";

/** Where the build puts the page; the path is the same from src/ and from dist/. */
const BUILT_PAGE = join(import.meta.dirname, "..", "..", "..", "dist", "web");

/** Addresses that are never the page's: calls and files of the server. */
const OF_THE_SERVER = /^\/(v1|builds|feeds|docs|healthz|readyz|metrics)(\/|$)/;

/**
 * Serves Partner Hub: its files, and its one HTML page at every address that a person may open; the page itself decides
 * what to show there. An unknown path stays unknown to programs, and to all where the page was not built.
 */
export async function registerHub(app: FastifyInstance, folder = BUILT_PAGE): Promise<void> {
  const files = listFiles(folder);
  if (!files.has("/index.html")) {
    app.setNotFoundHandler(sendNoSuchPath);
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header("cache-control", cacheOf(path)),
  });
  app.setNotFoundHandler((request, reply) => sendPage(files, request, reply));
}

function sendPage(
  files: ReadonlySet<string>,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const path = request.url.split("?")[0] ?? "/";
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || OF_THE_SERVER.test(path)) return sendNoSuchPath(request, reply);
  if (files.has(path)) return reply.sendFile(path.slice(1));
  return accepts(request, "text/html") ? reply.sendFile("index.html") : sendNoSuchPath(request, reply);
}

/** The Cache-Control of a file: one named by its content never changes, every other is asked for again each time. */
function cacheOf(path: string): string {
  const isNamedByContent = path.includes(`${sep}assets${sep}`);
  return isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache";
}

/** The paths of the page's files as they are requested; listed once, so that no request reads elsewhere. */
function listFiles(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name));
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return new Set(paths.map((path) => `/${path.replaceAll(sep, "/")}`));
}
