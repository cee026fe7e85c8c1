import { useSyncExternalStore } from "react";
import { FormattedMessage } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { liveChanges } from "./live-changes.ts";

/** Says that the connection is lost, as long as it is; what was missed meanwhile is read again when it is back. */
export function ConnectionBanner() {
  const isLost = useSyncExternalStore(liveChanges.subscribe, liveChanges.isLost);
  if (!isLost) return null;
  return (
    <Banner tone="warning" isUrgent>
      <FormattedMessage id="frame.connection.lost" />
    </Banner>
  );
}
