"""A DICOM peer by Odil (a stack other than DCMTK, with IPv6 and performed procedure steps).

usage: odil_peer.py serve v4|v6 PORT ASSOCIATIONS      answers C-ECHO, N-CREATE and N-SET, that many associations
       odil_peer.py echo ADDRESS PORT CALLING CALLED
       odil_peer.py mpps ADDRESS PORT CALLING CALLED   a performed procedure step: IN PROGRESS, then COMPLETED
"""

import sys

import odil

from people import exam, uid

ECHO = odil.registry.Verification
MPPS = odil.registry.ModalityPerformedProcedureStep
SYNTAXES = [odil.registry.ExplicitVRLittleEndian, odil.registry.ImplicitVRLittleEndian]
MESSAGE_ID, AFFECTED_CLASS, AFFECTED_INSTANCE = "00000110", "00000002", "00001000"


def serve(family, port, associations):
    for _ in range(associations):
        association = odil.Association()
        association.set_tcp_timeout(30)
        association.receive_association(family, port)
        try:
            while True:
                answer(association, association.receive_message())
        except (odil.AssociationReleased, odil.AssociationAborted):
            pass


def answer(association, request):
    command = request.get_command_set()
    field = command.as_int("00000100")[0]
    requested = "00000003" if command.has("00000003") else AFFECTED_CLASS
    instance = "00001001" if command.has("00001001") else AFFECTED_INSTANCE
    reply = odil.DataSet()
    reply.add(AFFECTED_CLASS, command.as_string(requested), odil.VR.UI)
    reply.add("00000100", [field | 0x8000], odil.VR.US)
    reply.add("00000120", command.as_int(MESSAGE_ID), odil.VR.US)
    reply.add("00000800", [0x0101], odil.VR.US)
    reply.add("00000900", [0], odil.VR.US)
    if command.has(instance):
        reply.add(AFFECTED_INSTANCE, command.as_string(instance), odil.VR.UI)
    association.send_message(odil.messages.Message(reply), command.as_string(requested)[0].decode())


def connect(address, port, calling, called, abstract_syntax):
    association = odil.Association()
    association.set_peer_host(address)
    association.set_peer_port(port)
    association.set_tcp_timeout(10)
    association.update_parameters().set_calling_ae_title(calling).set_called_ae_title(called).set_presentation_contexts(
        [odil.AssociationParameters.PresentationContext(
            1, abstract_syntax, SYNTAXES, odil.AssociationParameters.PresentationContext.Role.SCU)])
    association.associate()
    return association


def echo(*arguments):
    association = connect(*arguments, ECHO)
    odil.EchoSCU(association).echo()
    association.release()


def mpps(*arguments):
    done = exam(1, "CT")
    instance = uid("instance", 1, 7777)
    association = connect(*arguments, MPPS)

    step = odil.DataSet()
    for tag, value, vr in (("00080060", "CT", "CS"), ("00100010", done.patient.name, "PN"),
                           ("00100020", done.patient.id, "LO"), ("00400241", "CT1", "AE"),
                           ("00400244", done.day, "DA"), ("00400245", "080000", "TM"),
                           ("00400252", "IN PROGRESS", "CS"), ("00400253", "PPS1", "SH")):
        step.add(tag, [value.encode()], getattr(odil.VR, vr))
    create = odil.DataSet()
    create.add(AFFECTED_CLASS, [MPPS], odil.VR.UI)
    create.add("00000100", [0x0140], odil.VR.US)
    create.add(MESSAGE_ID, [association.next_message_id()], odil.VR.US)
    create.add("00000800", [1], odil.VR.US)
    create.add(AFFECTED_INSTANCE, [instance.encode()], odil.VR.UI)
    association.send_message(odil.messages.Message(create, step), MPPS)
    association.receive_message()

    end = odil.DataSet()
    end.add("00400250", [done.day.encode()], odil.VR.DA)
    end.add("00400251", [b"080500"], odil.VR.TM)
    end.add("00400252", [b"COMPLETED"], odil.VR.CS)
    association.send_message(
        odil.messages.NSetRequest(association.next_message_id(), MPPS, instance, end), MPPS)
    association.receive_message()
    association.release()


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "serve":
        serve(rest[0], int(rest[1]), int(rest[2]))
    else:
        {"echo": echo, "mpps": mpps}[what](rest[0], int(rest[1]), rest[2], rest[3])
