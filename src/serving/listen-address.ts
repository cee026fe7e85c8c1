import { type Refusal, refuse } from "../result.ts";

/**
 * The most connections that wait to be accepted: when many clients come at once, as after an outage. The system may
 * allow fewer.
 */
export const BACKLOG = 16_384;

/** Where a process listens, with the names of the variables that say so. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly names: { readonly host: string; readonly port: string };
}

/** The URL of a process that listens there. */
export function urlOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What an error of listening is refused with, or null if it is none of the address. */
export function refuseAddress(
  error: unknown,
  { host, port, names }: ListenAddress,
): Refusal<"port_in_use" | "address_not_available"> | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    const message = `${names.port} ${port} is in use on ${host}; stop the program that uses it, or set another ${names.port}`;
    return refuse("port_in_use", message);
  }
  if (!/^(EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|EACCES|EINVAL)$/.test(code)) return null;
  const message = `cannot listen on ${host}:${port} (${code}); set ${names.host} and ${names.port} to an address of this machine`;
  return refuse("address_not_available", message);
}
