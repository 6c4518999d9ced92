"""Where figures, targets, definition sheets and adoptions are kept."""

from django.urls import path

from goldenthread.web.measures import adopting, baselines, catalogue, placing, restating, several, views

of_a_partnership = [
    path("measures/<subject:subject_id>/figures/", views.observe, name="figures"),
    path("measures/<subject:subject_id>/break/", views.mark_break, name="mark-break"),
    path("measures/<subject:subject_id>/restate/", restating.load_vintage, name="load-vintage"),
    path("targets/<subject:number>/confirm/", restating.confirm_target, name="confirm-target"),
    path("measures/<subject:subject_id>/targets/", views.targets, name="targets"),
    path("measures/<subject:subject_id>/targets/add/", views.add_target, name="add-target"),
    path("measures/<subject:subject_id>/baseline/", baselines.add_baseline, name="add-baseline"),
    path("baselines/<subject:number>/", baselines.amend_baseline, name="amend-baseline"),
    path("targets/<subject:number>/", views.amend_target, name="amend-target"),
    path("measures/<subject:subject_id>/sheet/", views.sheet, name="sheet"),
    path("measures/<subject:subject_id>/sheet/change/", views.amend_sheet, name="amend-sheet"),
    path("figures/", several.several, name="several-figures"),
    path("figures/workbook/", several.workbook, name="figures-workbook"),
    path("figures/workbook/download/", several.download, name="download-figures"),
    path("figures/<subject:series>/<subject:period>/", views.figure, name="figure"),
    path("figures/<subject:series>/<subject:period>/take-back/", views.take_back, name="take-back"),
    path("measures/<subject:subject_id>/place/", placing.place_measure, name="place-measure"),
    path("objectives/<subject:subject_id>/place/", placing.place_objective, name="place-objective"),
    path("placed/<subject:number>/end/", placing.end_placement, name="end-placement"),
    path("catalogue/", catalogue.browse, name="catalogue"),
    path("catalogue/<slug:framework>/<slug:entry>/", catalogue.take, name="catalogue-entry"),
    path("adopt/", adopting.adoptable, name="adoptable"),
    path("adopt/<subject:series>/", adopting.adopt, name="adopt"),
    path("adopted/<subject:number>/", adopting.amend_adoption, name="amend-adoption"),
    path("adopted/<subject:number>/target/", adopting.add_target, name="add-adopted-target"),
    path("adopted/<subject:number>/end/", adopting.end_adoption, name="end-adoption"),
]
