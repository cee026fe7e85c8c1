import { z } from "zod";
import { LOCALES } from "../tenancy/locale.ts";

/** What the web page needs before a person has signed in. */
export const ConfigurationAnswer = z.object({
  /** The display names of the product and of the vendor. */
  product: z.string(),
  vendor: z.string(),
  /** Where people reach support: an address with https or mailto, or null if none is configured. */
  supportUrl: z.string().nullable(),
  signIn: z.object({
    password: z.boolean(),
    /** Whether an identity provider is configured: then a browser can go to /v1/sessions/oidc/start. */
    oidc: z.boolean(),
  }),
  /** Whether this call was made in a valid session or with a valid token; the call is allowed without either. */
  signedIn: z.boolean(),
  /** The version of this server. */
  version: z.string(),
  /** The build of the web page that this server sends, or null if it has none: a page of another build reloads itself. */
  page: z.string().nullable(),
  /** The languages of the web page. */
  locales: z.array(z.enum(LOCALES)),
});
