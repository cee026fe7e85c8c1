import { z } from "zod";
import { CSV_FIELDS } from "./csv-query.ts";
import { ActorField, IdField, InstantField, PageQuery, VersionField } from "./fields.ts";

export const DownloadListQuery = PageQuery.extend({
  buildId: IdField.optional(),
  from: InstantField.optional(),
  to: InstantField.optional(),
  ...CSV_FIELDS,
});

/** R22: who downloaded what. */
const Download = z.object({
  id: IdField,
  downloadedAt: InstantField,
  actor: ActorField,
  partnerId: IdField.nullable(),
  network: z.string().meta({ description: "Of the address only the network: /24 of IPv4, /48 of IPv6" }),
  buildId: IdField,
  version: VersionField,
  platform: z.string(),
  arch: z.string(),
  format: z.string(),
  fileName: z.string(),
});
export const DownloadList = z.object({ items: z.array(Download) });
