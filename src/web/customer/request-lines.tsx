import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Me, useMe } from "../data/me.ts";
import { requestsOfQuery, type ScheduleRequest, withdrawRequest } from "../data/requests.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Button } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Failed } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
import { AcceptDialog, DeclineDialog } from "./answer-dialogs.tsx";
import styles from "./customer.module.css";

/** The requests of a conflict: those that wait for an answer, with what the viewer can do, and the last one declined. */
export function RequestLines({ organizationId }: { organizationId: string }) {
  const me = useMe();
  const { data: requests, error, refetch } = useQuery(requestsOfQuery(organizationId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const shown = (requests ?? []).filter(
    ({ state }, at) => state === "open" || (at === 0 && state === "declined"),
  );
  return shown.map((request) => <RequestLine key={request.id} me={me} request={request} />);
}

function RequestLine({ me, request }: { me: Me; request: ScheduleRequest }) {
  const note = request.answer ? request.answer.note : request.note;
  return (
    <div className={styles.request}>
      <p>
        <RequestText me={me} request={request} />{" "}
        {note !== undefined && (
          <bdi>
            <FormattedMessage id="customer.request.note" values={{ note }} />
          </bdi>
        )}
      </p>
      {request.state === "open" && <Answers request={request} />}
    </div>
  );
}

function RequestText({ me, request }: { me: Me; request: ScheduleRequest }) {
  const { from, to, answer, createdAt } = request;
  const whose = answer
    ? "declined"
    : to.partnerId === me.partnerId
      ? "to_us"
      : from.partnerId === me.partnerId
        ? "from_us"
        : "between";
  const values = {
    from: from.partnerName,
    to: to.partnerName,
    schedule: <ScheduleText schedule={request.schedule} />,
    at: <LocalTime at={answer?.answeredAt ?? createdAt} />,
  };
  return <FormattedMessage id={`customer.request.${whose}`} values={values} />;
}

/** The answers that the person can give to an open request. */
function Answers({ request }: { request: ScheduleRequest }) {
  const [opened, setOpened] = useState<"accept" | "decline" | null>(null);
  const { mayAnswer } = request;
  const close = () => setOpened(null);
  if (mayAnswer.length === 0) return null;
  return (
    <div className={styles.actions}>
      {mayAnswer.includes("accepted") && (
        <Button look="primary" onPress={() => setOpened("accept")}>
          <FormattedMessage id="customer.request.accept" />
        </Button>
      )}
      {mayAnswer.includes("declined") && (
        <Button onPress={() => setOpened("decline")}>
          <FormattedMessage id="customer.request.decline" />
        </Button>
      )}
      {mayAnswer.includes("withdrawn") && <Withdraw request={request} />}
      {opened === "accept" && <AcceptDialog request={request} onClose={close} />}
      {opened === "decline" && <DeclineDialog request={request} onClose={close} />}
    </div>
  );
}

function Withdraw({ request }: { request: ScheduleRequest }) {
  const intl = useIntl();
  const partner = request.to.partnerName;
  const withdrawing = useMutation({
    mutationFn: () => withdrawRequest(request.id),
    onSuccess: () =>
      showDone({ text: intl.formatMessage({ id: "customer.request.withdrawn" }, { partner }) }),
  });
  return (
    <>
      <Button isPending={withdrawing.isPending} onPress={() => withdrawing.mutate()}>
        <FormattedMessage id="customer.request.withdraw" />
      </Button>
      {withdrawing.isError && <Failed error={withdrawing.error} />}
    </>
  );
}
