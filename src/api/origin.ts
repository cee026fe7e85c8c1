import type { Config } from "./config.ts";

const HOST = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:.]+\](:\d{1,5})?$/;

/** How the client reaches this server, as its links must begin: as configured, else by the host that the request names. */
export function originOf(config: Config, host: string | undefined): string {
  if (config.publicUrl !== null) return config.publicUrl;
  return `http://${host !== undefined && HOST.test(host) ? host : `${config.host}:${config.port}`}`;
}
