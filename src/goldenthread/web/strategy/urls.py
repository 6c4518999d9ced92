"""Where the pages about the strategy's words, equality and the next year are."""

from django.urls import path

from goldenthread.web.strategy import frameworks, views, words

of_a_partnership = [
    path("equality/", views.equality_register, name="equality-register"),
    path("equality/<subject:subject_id>/", views.equality, name="equality"),
    path("equality/<subject:subject_id>/look/", views.look_at_equality, name="look-at-equality"),
    path("amendments/", views.amendments, name="amendments"),
    path("roll-forward/", views.roll_forward, name="roll-forward"),
    path("strategies/", frameworks.strategies, name="strategies"),
    path("strategies/add/", frameworks.add_strategy, name="add-strategy"),
    path("strategies/<subject:subject_id>/", frameworks.one, name="strategy"),
    path("strategies/<subject:subject_id>/add-theme/", frameworks.add_theme, name="add-theme"),
    path("strategies/<subject:subject_id>/into-force/", frameworks.put_into_force, name="put-into-force"),
    path("strategies/<subject:subject_id>/follow/", frameworks.follow, name="follow-strategy"),
    path("evidence/", frameworks.evidence_register, name="evidence"),
    path("strategies/<subject:subject_id>/change/", words.amend_strategy, name="amend-strategy"),
    path("themes/<subject:subject_id>/change/", words.amend_theme, name="amend-theme"),
    path("objectives/<subject:subject_id>/change/", words.amend_objective, name="amend-objective"),
    path("promises/<subject:subject_id>/change/", words.amend_commitment, name="amend-commitment"),
    path("themes/<subject:subject_id>/add-objective/", words.add_objective, name="add-objective"),
    path("themes/<subject:subject_id>/add-promise/", words.add_commitment, name="add-commitment"),
    path("themes/<subject:subject_id>/add-evidence/", words.add_evidence, name="add-evidence"),
]
