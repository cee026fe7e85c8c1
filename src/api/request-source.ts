import type { IncomingHttpHeaders } from "node:http";
import type { Config } from "./config.ts";
import { originOf } from "./origin.ts";

/**
 * Where a request comes from, as the browser says in headers that no page can forge: one of our own pages, another site,
 * or no browser said anything. `none`, an address that a person typed, is nobody's page.
 */
export function sourceOf(
  config: Config,
  headers: IncomingHttpHeaders,
): "same_origin" | "elsewhere" | "unsaid" {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "none") return site === "same-origin" ? "same_origin" : "elsewhere";
  const { origin } = headers;
  if (origin === undefined) return "unsaid";
  return origin === new URL(originOf(config, headers.host)).origin ? "same_origin" : "elsewhere";
}
