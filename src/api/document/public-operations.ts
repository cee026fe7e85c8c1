import { z } from "zod";
import { ConfigurationAnswer } from "../../contract/configuration.ts";
import { IdParams } from "../../contract/fields.ts";
import { ForecastCalendarQuery } from "../../contract/foresight.ts";
import { BuildFileParams } from "../../contract/release.ts";
import {
  InvitationAcceptance,
  InvitationAccepted,
  InvitationAnswer,
  InvitationLook,
  PasskeyOptions,
  PasskeySignInBody,
} from "../../contract/second-factor.ts";
import { SessionCreated, SignInAtProviderQuery, SignInBody } from "../../contract/session.ts";
import { ManifestEnvelope, SigningKeyList } from "../../contract/signing.ts";
import { UpdaterKeyList } from "../../contract/updater-key.ts";
import { CheckQuery, VerdictAnswer } from "../../contract/verdict.ts";
import { CHECK_LIMITS } from "../../feeds/feed.ts";
import { NAMED_CHECK_PATH } from "../../updates/installation-route.ts";
import type { CallDescription } from "../endpoint.ts";
import { feedOperations, NAMING_HEADER } from "./feed-operations.ts";

const Live = z.object({ status: z.literal("live") });
const Ready = z.object({
  status: z.enum(["ready", "lagging"]),
  ledger: z.number().meta({ description: "The last entry of the ledger" }),
  answered: z.number().meta({ description: "The last entry that checks are answered by" }),
  behind: z.number().meta({ description: "How many entries the answers are behind the ledger" }),
  behindSeconds: z.number().meta({ description: "Since when they may be" }),
  clockAheadSeconds: z
    .number()
    .meta({ description: "How far the server's clock is ahead of the database's" }),
  builds: z.object({ store: z.enum(["disk", "s3"]), reachable: z.boolean() }),
});

/** The calls that need no token, by their names in the API document. */
export const PUBLIC_OPERATIONS = {
  getConfiguration: {
    method: "GET",
    path: "/v1/configuration",
    summary: "What a page must know before anybody has signed in: names, languages, ways to sign in",
    answer: ConfigurationAnswer,
  },
  signIn: {
    method: "POST",
    path: "/v1/sessions",
    summary: "Sign in with a local account; the token is shown once and also set as a cookie",
    body: SignInBody,
    answer: SessionCreated,
    status: 201,
  },
  beginPasskeySignIn: {
    method: "POST",
    path: "/v1/sessions/passkey/begin",
    summary: "Begin to sign in with a passkey: the options for the browser's navigator.credentials.get",
    answer: PasskeyOptions,
  },
  signInWithPasskey: {
    method: "POST",
    path: "/v1/sessions/passkey",
    summary: "Sign in with a passkey; the token is shown once and also set as a cookie",
    body: PasskeySignInBody,
    answer: SessionCreated,
    status: 201,
  },
  lookAtInvitation: {
    method: "POST",
    path: "/v1/invitations/look",
    summary: "Whose account does this invitation link or recovery link open?",
    body: InvitationLook,
    answer: InvitationAnswer,
  },
  acceptInvitation: {
    method: "POST",
    path: "/v1/invitations/accept",
    summary: "Set a password with an invitation link or recovery link, once, and sign in",
    body: InvitationAcceptance,
    answer: InvitationAccepted,
    status: 201,
  },
  beginSignInAtProvider: {
    method: "GET",
    path: "/v1/sessions/oidc/start",
    status: 303,
    query: SignInAtProviderQuery,
    summary:
      "Sign in with the identity provider, where one is configured: for browsers, which go there from here",
  },
  endSignInAtProvider: {
    method: "GET",
    path: "/v1/sessions/oidc/callback",
    status: 303,
    summary: "Where the identity provider sends the browser back to; sets the cookie of a session",
  },
  checkForUpdate: {
    method: "GET",
    path: "/v1/updates/check",
    summary: "Which version may this installation run, and why?",
    query: CheckQuery,
    optionalHeaders: NAMING_HEADER,
    answer: VerdictAnswer,
    otherStatuses: [304],
  },
  checkForNamedUpdate: {
    method: "GET",
    path: `${NAMED_CHECK_PATH}:installation`,
    summary:
      "The same check, which names the installation in the path, for caches that leave it out of their keys",
    params: z.object({ installation: z.string().max(CHECK_LIMITS.installation) }),
    query: CheckQuery.omit({ installation: true }),
    answer: VerdictAnswer,
    otherStatuses: [304],
  },
  ...feedOperations(),
  getRepositoryKey: {
    method: "GET",
    path: "/key.asc",
    summary: "The public key with which apt verifies repositories, armored; also at /feeds/apt/key.asc",
    answerTypes: ["application/pgp-keys"],
  },
  getForecastCalendar: {
    method: "GET",
    path: "/v1/organizations/:id/forecast.ics",
    summary: "The forecast as iCalendar, by a private link; it needs no other token",
    params: IdParams,
    query: ForecastCalendarQuery,
    answerTypes: ["text/calendar"],
  },
  downloadBuild: {
    method: "GET",
    path: "/builds/:sha256/:fileName",
    summary: "The bytes of a build or of a file that belongs to it, whole or in parts (Range)",
    params: BuildFileParams,
    answerTypes: ["application/octet-stream", "multipart/byteranges"],
    otherStatuses: [206, 302, 304],
  },
  getPublicManifest: {
    method: "GET",
    path: "/builds/:sha256/:fileName.manifest.json",
    summary: "The signed manifest of a build, next to its file (R22)",
    params: BuildFileParams,
    answer: ManifestEnvelope,
  },
  getSigningKeys: {
    method: "GET",
    path: "/v1/signing-keys",
    summary: "The public keys that manifests of builds are verified with",
    answer: SigningKeyList,
  },
  getUpdaterKeys: {
    method: "GET",
    path: "/v1/updater-keys",
    summary: "The public keys that answers of feeds are verified with: apt, TUF, Omaha",
    answer: UpdaterKeyList,
  },
  getDocument: {
    method: "GET",
    path: "/v1/openapi.json",
    summary: "This document",
    answer: z.looseObject({ openapi: z.string() }),
    otherStatuses: [304],
  },
  isLive: {
    method: "GET",
    path: "/healthz",
    summary: "Does the process answer?",
    answer: Live,
  },
  isReady: {
    method: "GET",
    path: "/readyz",
    summary: "Does the database answer too, and how far behind its ledger are the answers?",
    answer: Ready,
  },
  getMetrics: {
    method: "GET",
    path: "/metrics",
    summary: "Metrics for Prometheus: to programs on the same machine, or with the token of METRICS_TOKEN",
    answerTypes: ["text/plain"],
  },
} satisfies Readonly<Record<string, CallDescription>>;
