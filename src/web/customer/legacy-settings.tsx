import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { FormattedMessage } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { Me } from "../data/me.ts";
import { type OrganizationSettings, openSettings } from "../data/organization.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Banner } from "../ui/banner.tsx";
import { Failed } from "../ui/states.tsx";

interface Props {
  readonly organizationId: string;
  readonly me: Me;
  readonly settings: OrganizationSettings;
}

type Legacy = NonNullable<OrganizationSettings["legacy"]>;

/** R24: migrates legacy settings when the organization's administrator is here; others read what they will become. */
export function LegacySettings({ organizationId, me, settings }: Props) {
  const { legacy } = settings;
  const { mutate, ...opening } = useMutation({ mutationFn: (_: Legacy) => openSettings(organizationId) });
  const isDue = legacy !== undefined && me.role === "organization_full_admin" && opening.isIdle;
  useEffect(() => {
    if (isDue) mutate(legacy);
  }, [isDue, legacy, mutate]);
  if (opening.isError) return <Failed error={opening.error} />;
  if (opening.isSuccess) {
    return <LegacyBanner id="customer.legacy.migrated" legacy={opening.variables} settings={opening.data} />;
  }
  if (!legacy || opening.isPending) return null;
  return <LegacyBanner id="customer.legacy.will" legacy={legacy} settings={settings} />;
}

interface LegacyBannerProps {
  readonly id: "customer.legacy.migrated" | "customer.legacy.will";
  readonly legacy: Legacy;
  readonly settings: OrganizationSettings;
}

function LegacyBanner({ id, legacy: { frequency, weeks }, settings }: LegacyBannerProps) {
  const { product } = useConfiguration();
  const isDone = id === "customer.legacy.migrated";
  return (
    <Banner tone={isDone ? "good" : "info"} isUrgent={isDone} title={<FormattedMessage id={`${id}.title`} />}>
      <p>
        <FormattedMessage
          id={id}
          values={{
            frequency: <FormattedMessage id={`customer.legacy.${frequency}`} values={{ weeks }} />,
            schedule: (
              <b>
                <ScheduleText schedule={settings.schedule} />
              </b>
            ),
          }}
        />
      </p>
      <p>
        <FormattedMessage id="customer.legacy.moved" values={{ product }} />
      </p>
    </Banner>
  );
}
