from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "goldenthread.kernel"
    label = "kernel"

    def ready(self) -> None:
        from goldenthread.kernel.models import AuditEvent, Message, Subject
        from goldenthread.kernel.tables import Sheet, Table, register_tables

        register_tables(
            Table(Subject, own="partnership_id", reference=("title",), links={"partnership_id": Subject}),
            Table(AuditEvent, own="partnership_id", accounts=("actor_id",)),
            Table(Message, own="partnership_id", accounts=("account_id",), stays={"claim": str}),
            sheets=[
                Sheet(
                    "history",
                    AuditEvent,
                    {
                        "when": "at",
                        "who": "actor_name",
                        "what was done": "verb",
                        "kind": "subject.kind",
                        "to what": "subject.title",
                        "from and to": "changes",
                        "reason": "reason",
                        "decision": "basis.title",
                        "number": "id",
                    },
                    order=("at",),
                )
            ],
        )
