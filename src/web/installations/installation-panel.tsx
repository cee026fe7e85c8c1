import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { type Installation, installationQuery } from "../data/adoption.ts";
import { userQuery } from "../data/users.ts";
import { PAGES } from "../paths.ts";
import { Panel } from "../ui/panel.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import { Computer } from "./computer.tsx";

interface Props {
  readonly id: string;
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** One installation of a customer, such as one that no user is known of. */
export function InstallationPanel({ id, organizationId, onClose }: Props) {
  const intl = useIntl();
  const { data, error, refetch } = useQuery(installationQuery(organizationId, id));
  return (
    <Panel title={intl.formatMessage({ id: "computers.one" })} onClose={onClose}>
      {data ? (
        <>
          <Owner installation={data} organizationId={organizationId} />
          <Computer organizationId={organizationId} installation={data} />
        </>
      ) : data === null ? (
        <Empty icon="computer" title={<FormattedMessage id="computers.gone" />}>
          <FormattedMessage id="computers.gone_about" />
        </Empty>
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Panel>
  );
}

/** The user that the installation told, with a way to the user's panel, or that it told none. */
function Owner({
  installation: { userId },
  organizationId,
}: {
  installation: Installation;
  organizationId: string;
}) {
  const { data } = useQuery({ ...userQuery(userId ?? ""), enabled: userId !== null });
  if (userId === null) {
    return (
      <p>
        <FormattedMessage id="computers.no_user" />
      </p>
    );
  }
  if (!data) return null;
  return (
    <p>
      <FormattedMessage
        id="computers.user"
        values={{
          user: (
            <Link to={PAGES.customerUsers} params={{ organizationId }} search={{ user: userId }}>
              <bdi>{data.body.displayName}</bdi>
            </Link>
          ),
        }}
      />
    </p>
  );
}
