"""Where outside templates are kept, filled and downloaded."""

from django.urls import path

from goldenthread.web.publishing import places, views

of_a_partnership = [
    path("templates/", views.templates, name="templates"),
    path("templates/add/", views.add_template, name="add-template"),
    path("templates/<subject:subject_id>/", views.template, name="template"),
    path("templates/<subject:subject_id>/change/", views.amend_template, name="amend-template"),
    path("templates/<subject:subject_id>/new-file/", views.add_version, name="add-template-version"),
    path("templates/<subject:subject_id>/fill/", views.fill, name="fill-template"),
    path("templates/<subject:subject_id>/stop/", views.withdraw, name="withdraw-template"),
    path("templates/files/<subject:number>/", views.download_version, name="download-template"),
    path("templates/files/<subject:number>/places/", places.places, name="template-places"),
    path("templates/files/<subject:number>/places/add/", places.add_place, name="add-template-place"),
    path("templates/filled/<subject:number>/", views.copy, name="filled-template"),
    path("templates/filled/<subject:number>/download/", views.download_copy, name="download-filled"),
    path("templates/filled/<subject:number>/sent/", views.mark_sent, name="mark-sent"),
]
