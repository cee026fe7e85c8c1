import { queryOptions } from "@tanstack/react-query";
import { api, need } from "./api.ts";

/** Whose account an invitation or recovery link opens; the secret is the part of its address behind the `#`. */
export function invitationQuery(secret: string) {
  return queryOptions({
    queryKey: ["invitation", secret],
    queryFn: () => need(api.POST("/v1/invitations/look", { body: { secret } })),
    retry: false,
    gcTime: 0,
  });
}

/** Sets a password with the link, which is then used up; signs in unless the account has a second factor. */
export function acceptInvitation(body: { secret: string; password: string }) {
  return need(api.POST("/v1/invitations/accept", { body }));
}
