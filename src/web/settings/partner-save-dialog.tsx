import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import {
  type PartnerSettings,
  partnerQuery,
  partnerSettingsQuery,
  previewPartnerSettings,
  savePartnerSettings,
} from "../data/partners.ts";
import { BothVersions, type Version } from "../schedule/both-versions.tsx";
import type { Draft } from "../schedule/draft.ts";
import { SaveDialog } from "../schedule/save-dialog.tsx";
import { savedText } from "../schedule/saved-text.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { Loading } from "../ui/states.tsx";

/** The settings of a partner that a person can change. */
export interface PartnerFields {
  schedule: Schedule | null;
  allowCustomerOverride: boolean;
}

interface Props {
  readonly partnerId: string;
  readonly before: PartnerSettings;
  readonly draft: Draft<PartnerFields>;
  readonly onClose: () => void;
  /** Called when the changes are saved or dropped. */
  readonly onLeave: () => void;
}

/** Shows what the changes will do to all customers, then saves them, with an undo. */
export function PartnerSaveDialog({ partnerId, before, draft, onClose, onLeave }: Props) {
  const intl = useIntl();
  const { name } = useSuspenseQuery(partnerQuery(partnerId)).data;
  const { changes, basedOn } = draft;
  return (
    <SaveDialog
      title={intl.formatMessage({ id: "settings.save" })}
      changeKey={["partner", partnerId, changes, basedOn]}
      preview={() => previewPartnerSettings(partnerId, changes)}
      save={() => savePartnerSettings(partnerId, changes, basedOn)}
      undo={({ etag }) => savePartnerSettings(partnerId, partOf(before, changes), etag)}
      done={savedText(intl, { name, now: changes, before })}
      detail={intl.formatMessage({ id: "settings.saved" })}
      thing={`partner/${partnerId}`}
      whenChangedMeanwhile={<PartnerVersions partnerId={partnerId} yours={changes} />}
      onReload={onLeave}
      onKeep={draft.keep}
      onClose={onClose}
      onSaved={onLeave}
    />
  );
}

/** The fields that a change has, with their values before it. */
function partOf(before: PartnerSettings, changes: Partial<PartnerFields>): Partial<PartnerFields> {
  return {
    ...("schedule" in changes && { schedule: before.schedule }),
    ...("allowCustomerOverride" in changes && { allowCustomerOverride: before.allowCustomerOverride }),
  };
}

/** The settings as somebody else saved them, beside those about to be saved. */
export function PartnerVersions({ partnerId, yours }: { partnerId: string; yours: Version }) {
  const { data } = useQuery({ ...partnerSettingsQuery(partnerId), refetchOnMount: "always" });
  if (!data) return <Loading lines={2} />;
  const { schedule, allowCustomerOverride, updatedAt, updatedBy } = data.body;
  const saved = updatedAt !== null && updatedBy ? { by: updatedBy, at: updatedAt } : undefined;
  return <BothVersions theirs={{ schedule, allowCustomerOverride }} saved={saved} yours={yours} />;
}
