import { z } from "zod";
import { name, osVersionText, runningText } from "./action.ts";

/** R56: installations by the id that they send; each asks at once, and is counted with what it says here from then on. */
export const installations = z
  .record(
    z.string().min(1),
    z.strictObject({
      organization: name,
      user: name.optional(),
      platform: z.enum(["win", "mac", "linux"]).default("win"),
      arch: z.enum(["x64", "arm64"]).default("x64"),
      version: runningText,
      osVersion: osVersionText.optional(),
      managed: z.boolean().default(false),
    }),
  )
  .meta({
    id: "installations",
    description:
      "R56: installations by the id that they send. Each asks at once, and is counted from then on: of its organization, with what it says here.",
  });

/** What one installation says when it asks, by which it is counted. */
export type CheckIn = z.output<typeof installations>[string] & { readonly installation: string };

/** The installations of a world or of a step, one by one. */
export function toCheckIns(written: z.output<typeof installations>): readonly CheckIn[] {
  return Object.entries(written).map(([installation, said]) => ({ installation, ...said }));
}
