import { useSyncExternalStore } from "react";
import { FormattedMessage } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { liveChanges } from "./live-changes.ts";

/** Shown while the connection to the server is lost. What was missed is read again when it is back. */
export function ConnectionBanner() {
  const isLost = useSyncExternalStore(liveChanges.subscribe, liveChanges.isLost);
  if (!isLost) return null;
  return (
    <Banner tone="warning" isUrgent>
      <FormattedMessage id="frame.connection.lost" />
    </Banner>
  );
}
