import { isHost } from "./host-header.ts";
import type { ServingConfig } from "./serving-config.ts";

/** Where a process listens, and where clients reach it. */
interface Addresses extends Pick<ServingConfig, "publicUrl"> {
  readonly host: string;
  readonly port: number;
}

/**
 * The address at which the client reaches this server, for links: as configured, with its path, else by the host that the
 * request names.
 */
export function originOf({ publicUrl, ...own }: Addresses, host: string | undefined): string {
  if (publicUrl !== null) return publicUrl;
  return `http://${host !== undefined && isHost(host) ? host : `${own.host}:${own.port}`}`;
}

/** The path of the address at which clients reach this server, such as `/sluice`, or "" if it has none. */
export function basePathOf({ publicUrl }: Pick<ServingConfig, "publicUrl">): string {
  return publicUrl === null ? "" : new URL(publicUrl).pathname.replace(/\/$/, "");
}
