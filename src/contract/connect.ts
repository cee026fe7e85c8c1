import { z } from "zod";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { UPDATERS } from "../catalog/updaters.ts";
import { CHECK_LIMITS } from "../feeds/feed.ts";
import { AppVersionField } from "./updaters.ts";

/** The app that somebody wants to connect. */
export const ConnectQuery = z.strictObject({
  updater: z.enum(UPDATERS).optional(),
  platform: z.enum(PLATFORMS).default("win"),
  arch: z.enum(ARCHITECTURES).default("x64"),
  version: AppVersionField.default("1.0.0"),
  user: z.string().min(1).max(CHECK_LIMITS.user).optional(),
});

/** A protocol that such an app can use: what its developer writes, and what its updater then asks first. */
const Connection = z.object({
  updater: z.enum(UPDATERS),
  /** The updaters that use the protocol, by the names that people know. */
  updaters: z.string(),
  /** The package formats that they install on this platform, in order of preference. */
  formats: z.array(z.string()).readonly(),
  /** What a build has to carry. */
  needs: z.array(z.string()).readonly(),
  /** How the protocol says that there is no update. */
  noUpdate: z.string(),
  frameworks: z.array(
    z.object({
      name: z.string(),
      files: z.array(z.object({ name: z.string(), text: z.string() })).readonly(),
    }),
  ),
  /** The first request of the updater: its path from the root of the server on, and the whole address. */
  request: z.object({
    method: z.enum(["GET", "POST"]),
    path: z.string(),
    url: z.string(),
    body: z.unknown().optional(),
  }),
});
export const ConnectionList = z.object({ items: z.array(Connection) });
