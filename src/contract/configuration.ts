import { z } from "zod";
import { LOCALES } from "../tenancy/locale.ts";

/** What the web page needs before anybody has signed in. */
export const ConfigurationAnswer = z.object({
  /** Display names: what is released, and by whom. */
  product: z.string(),
  vendor: z.string(),
  signIn: z.object({
    password: z.boolean(),
    /** An identity provider is configured: a browser goes to /v1/sessions/oidc/start. */
    oidc: z.boolean(),
  }),
  /** Whether this call was made in a valid session or with a valid token; the call is allowed without either. */
  signedIn: z.boolean(),
  /** Of this server. */
  version: z.string(),
  /** The languages of the web page. */
  locales: z.array(z.enum(LOCALES)),
});
