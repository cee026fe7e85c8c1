import type { IncomingHttpHeaders } from "node:http";
import { originOf } from "../serving/public-address.ts";
import type { Config } from "./config.ts";

/**
 * Where a request comes from, by the headers of browsers that no page can forge: one of our own pages, another site, or
 * unknown. `none`, for an address that a person typed, is no page.
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

/** Whether the caller asks for this media type by name; a wildcard does not count. */
export function accepts({ headers }: { readonly headers: IncomingHttpHeaders }, type: string): boolean {
  const asked = headers.accept?.toLowerCase().split(",") ?? [];
  return asked.some((one) => one.split(";")[0]?.trim() === type && !/;\s*q=0(\.0*)?\s*$/.test(one));
}
