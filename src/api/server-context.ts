import type { UpdatesContext } from "../updates/updates-context.ts";
import type { Context } from "./context.ts";
import type { HealthContext } from "./operating/register-health.ts";
import type { MetricsContext } from "./operating/register-metrics.ts";
import type { SignInContext } from "./sessions/begin-attempt.ts";
import type { IdentityProvider } from "./sessions/identity-provider.ts";
import type { SigningContext } from "./signing/signing-keys.ts";
import type { CountingContext } from "./updates/count-installations.ts";
import type { UploadsContext } from "./uploads/upload-directory.ts";

/** Everything that a server works with: the contexts of all folders, put together once, in `serve.ts`. */
export interface ServerContext
  extends Context,
    UpdatesContext,
    SignInContext,
    SigningContext,
    UploadsContext,
    HealthContext,
    MetricsContext,
    CountingContext {
  readonly follower: Context["follower"];
  readonly buildFiles: UploadsContext["buildFiles"];
  /** The identity provider, whose discovery document is requested when first needed, or null if none is configured. */
  readonly identityProvider: IdentityProvider | null;
  /** The folder of the built page, if it is not where the build puts it. */
  readonly page?: string;
}
