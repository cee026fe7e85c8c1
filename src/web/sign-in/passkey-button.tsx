import { useMutation } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { forgetRest } from "../data/me.ts";
import { signInWithPasskey } from "../data/second-factors.ts";
import { Button } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import type { SignedIn } from "./stage.ts";

/** Signs in with a passkey, where the browser has passkeys at all. */
export function PasskeyButton({ onEnter }: { onEnter: (session: SignedIn) => void }) {
  const entering = useMutation({
    mutationFn: () => {
      forgetRest();
      return signInWithPasskey();
    },
    onSuccess: onEnter,
  });
  if (!("PublicKeyCredential" in window)) return null;
  return (
    <>
      <Button icon="lock" isPending={entering.isPending} onPress={() => entering.mutate()}>
        <FormattedMessage id="sign_in.passkey" />
      </Button>
      {entering.isError && <Failed error={entering.error} />}
    </>
  );
}
