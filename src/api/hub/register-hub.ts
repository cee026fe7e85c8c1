import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isPathOfServer } from "../../tenancy/page-address.ts";
import { sendNoSuchPath } from "../problem.ts";
import { accepts } from "../request-headers.ts";
import { BUILT_PAGE, type BuiltPage, readBuiltPage } from "./built-page.ts";

/**
 * Serves Partner Hub: its files, and its one HTML page at every address that a person may open; the page itself decides
 * what to show there. An unknown path stays unknown to programs, and to all where the page was not built.
 */
export async function registerHub(
  app: FastifyInstance,
  basePath: string,
  folder = BUILT_PAGE,
): Promise<void> {
  const files = listFiles(folder);
  const built = readBuiltPage(folder);
  if (!built) {
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
  const page = placePage(built, basePath);
  app.setNotFoundHandler((request, reply) => sendPage({ page, files }, request, reply));
}

/** The page as it is served. */
interface ServedPage {
  /** Its HTML, for every address that a person may open. */
  readonly page: string;
  /** The paths of its other files. */
  readonly files: ReadonlySet<string>;
}

/**
 * The HTML of the page for the path under which it is served, with the id of its build: it is the same for every address,
 * however deep.
 */
function placePage({ html, id }: BuiltPage, basePath: string): string {
  return html
    .replaceAll(/(src|href)="\.\//g, `$1="${basePath}/`)
    .replace('name="base-path" content=""', `name="base-path" content="${basePath}"`)
    .replace('name="page-build" content=""', `name="page-build" content="${id}"`);
}

function sendPage(
  { page, files }: ServedPage,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const path = request.url.split("?")[0] ?? "/";
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || isPathOfServer(path)) return sendNoSuchPath(request, reply);
  if (path !== "/index.html" && files.has(path)) return reply.sendFile(path.slice(1));
  if (!accepts(request, "text/html")) return sendNoSuchPath(request, reply);
  return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(page);
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
